/* A link to the next new comment (.new, [data-first-new]) that leads to another page looks for it in this one first. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".comment a.new, [data-first-new]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  import("../keys/news.js").then((news) => news.goToNewAfter(link.closest(".comment")));
});
