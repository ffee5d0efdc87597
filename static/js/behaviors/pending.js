/* A form that is on its way says so, and is not sent twice by an impatient second press. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (event.defaultPrevented || form.matches("[hx-post], [hx-get]")) return;
  form.setAttribute("aria-busy", "true");
}, { capture: false });

// Coming back by the browser's own button shows the page as it was left: on its way for ever.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => ctx.sourceElement.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => ctx.sourceElement.removeAttribute("aria-busy"));
