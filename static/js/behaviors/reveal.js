/* A fold that opens in place (a[data-reveals]): focus moves to the first reply that it brought, so that reading goes on there. */
document.addEventListener("htmx:after:settle", ({ detail: { task, newContent } }) => {
  if (!task.sourceElement?.matches("[data-reveals]")) return;
  const comment = newContent
    .filter((node) => node instanceof Element)
    .map((element) => element.closest(".comment") ?? element.querySelector(".comment"))
    .find(Boolean);
  if (!comment) return;
  comment.tabIndex = -1;
  comment.focus({ preventScroll: true });
});
