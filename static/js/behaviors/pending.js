/* What is on its way says so, and is not sent twice by an impatient second press. */
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("aria-busy") !== "true") return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) event.target.setAttribute("aria-busy", "true");
});

// Coming back by the browser's own button shows the page as it was left: on its way for ever.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => ctx.sourceElement.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => ctx.sourceElement.removeAttribute("aria-busy"));
