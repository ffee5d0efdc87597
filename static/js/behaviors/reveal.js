/*
 * Comments that come into the page take the focus where reading goes on from them: the first that an opened fold
 * ([data-reveals]) brought, and the one that came in the place of what held the focus.
 */
document.addEventListener("htmx:after:settle", ({ detail: { task, newContent } }) => {
  const lost = document.activeElement === document.body;
  if (!lost && !task.sourceElement?.matches("[data-reveals]")) return;
  const comment = newContent
    .filter((node) => node instanceof Element)
    .map((element) => (element.matches(".comment") ? element : element.querySelector(".comment")))
    .find(Boolean);
  if (!comment) return;
  comment.tabIndex = -1;
  comment.focus({ preventScroll: true });
});
