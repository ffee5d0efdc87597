/*
 * Settings of how pages look show as they are chosen: what is checked in [data-shows="size"] becomes <html data-size>,
 * and the empty choice takes it away. They are kept only when the form is sent.
 */
function show(input) {
  const { dataset } = document.documentElement;
  const name = input.closest("[data-shows]").dataset.shows;
  if (input.value) dataset[name] = input.value;
  else delete dataset[name];
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-shows] input")) show(target);
});
// Coming back or reloading, a browser checks what was checked before.
window.addEventListener("pageshow", () => {
  for (const input of document.querySelectorAll("[data-shows] input:checked")) show(input);
});
