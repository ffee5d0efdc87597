/*
 * A composer that a link brought into the page (form[data-composer]): it takes the focus, and Cancel or Escape put it
 * away and give the focus back. Escape leaves a composer that holds words alone.
 */
const openers = new WeakMap();

function close(composer) {
  const opener = openers.get(composer);
  const place = composer.closest("[data-composer-place]");
  if (place) place.replaceChildren();
  else composer.remove();
  if (opener?.isConnected) opener.focus();
}

document.addEventListener("htmx:after:settle", ({ detail: { task, newContent } }) => {
  const [composer] = newContent
    .filter((node) => node instanceof Element)
    .map((element) => (element.matches("[data-composer]") ? element : element.querySelector("[data-composer]")))
    .filter(Boolean);
  if (!composer) return;
  if (!composer.contains(task.sourceElement)) openers.set(composer, task.sourceElement);
  const field = composer.querySelector("[aria-invalid=true], textarea");
  field?.focus();
  field?.setSelectionRange?.(field.value.length, field.value.length);
});

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-cancel]");
  const composer = cancel?.closest("[data-composer]");
  // A composer that is its own page has nowhere to go but where its link leads.
  if (!composer || !openers.has(composer)) return;
  event.preventDefault();
  close(composer);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const composer = event.target.closest?.("[data-composer]");
  const field = composer?.querySelector("textarea");
  if (composer && openers.has(composer) && field?.value === field?.defaultValue) close(composer);
});
