/*
 * A composer that a link opened in the page (form[data-composer]) takes the focus; Cancel or Escape put it away and give
 * the focus back. Escape leaves a composer alone that holds new words, and a link whose composer is open leads to it.
 */
const opened = new WeakMap(); // link -> its composer
const openers = new WeakMap(); // composer -> its link

const within = (nodes, selector) =>
  nodes
    .filter((node) => node instanceof Element)
    .map((element) => (element.matches(selector) ? element : element.querySelector(selector)))
    .find(Boolean);

function focus(composer) {
  const field = composer.querySelector("[type=radio], [tabindex]") ?? composer.querySelector("textarea");
  field?.focus();
  if (field?.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
}

function close(composer) {
  (composer.closest("[data-composer-place]") ?? composer).remove();
  openers.get(composer).focus();
}

document.addEventListener("htmx:before:request", (event) => {
  const composer = opened.get(event.detail.ctx.sourceElement);
  if (!composer?.isConnected) return;
  event.preventDefault();
  focus(composer);
});

document.addEventListener("htmx:after:settle", ({ detail: { task, newContent } }) => {
  const composer = within(newContent, "[data-composer]");
  if (!composer) return;
  const link = task.sourceElement;
  if (link?.matches("a") && link.isConnected) {
    opened.set(link, composer);
    openers.set(composer, link);
  }
  focus(composer);
});

document.addEventListener("click", (event) => {
  const composer = event.target.closest("[data-cancel]")?.closest("[data-composer]");
  // A composer that is a page of its own is left by the link's own address.
  if (!openers.has(composer)) return;
  event.preventDefault();
  close(composer);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const composer = event.target.closest?.("[data-composer]");
  const field = composer?.querySelector("textarea");
  if (field && openers.has(composer) && field.value === field.defaultValue) close(composer);
});
