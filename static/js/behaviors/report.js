/*
 * The words that a reader has marked come along into the report of what holds them ([data-quote]). What became of a
 * report takes the focus in the place of its form, and is shown once.
 */
let marked; // the latest words, and where they stand: the press on the link takes the mark away

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.isCollapsed) marked = { words: `${selection}`.trim(), at: selection.anchorNode };
});

document.addEventListener("htmx:before:request", ({ detail: { ctx: { sourceElement: link } } }) => {
  if (link.matches("[href$='/report']")) link.closest("article").querySelector(".reported")?.remove();
});

document.addEventListener("htmx:after:settle", ({ detail: { newContent } }) => {
  const piece = newContent.find((node) => node instanceof Element);
  if (piece?.matches(".reported")) piece.focus();
  const field = piece?.querySelector("[hidden] [data-quote]");
  if (!field || field.value || !marked?.words || piece.contains(marked.at)) return;
  if (!piece.closest("article")?.contains(marked.at)) return;
  field.defaultValue = marked.words.slice(0, field.maxLength);
  field.closest("[hidden]").hidden = false;
});
