/* The words that a reader has marked come along into the report of what holds them ([data-quote]). */
let marked; // the latest words, and where they stand: the press on the link takes the mark away

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.isCollapsed) marked = { words: `${selection}`.trim(), at: selection.anchorNode };
});

document.addEventListener("htmx:after:settle", ({ detail: { newContent } }) => {
  const form = newContent.find((node) => node instanceof Element && node.matches("form:has([data-quote])"));
  const field = form?.querySelector("[data-quote]");
  if (!field || field.value || !marked?.words || form.contains(marked.at)) return;
  if (!form.closest("article")?.contains(marked.at)) return;
  field.value = marked.words.slice(0, field.maxLength);
  field.closest("details").open = true;
});
