/* Words that were looked for ([data-found]) are marked where they stand, where the browser can do that without new tags. */
const list = document.querySelector("[data-found]");
const words = list?.dataset.found.split(/\s+/).filter(Boolean) ?? [];

function rangesIn(body, pattern) {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const ranges = [];
  while (texts.nextNode()) {
    for (const { 0: { length }, index } of texts.currentNode.data.matchAll(pattern)) {
      const range = new Range();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + length);
      ranges.push(range);
    }
  }
  return ranges;
}

if (words.length && globalThis.Highlight && CSS.highlights) {
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const pattern = new RegExp(escaped.join("\\s+"), "giu");
  const bodies = list.querySelectorAll(".is-hit > .comment > .comment-body");
  CSS.highlights.set("found", new Highlight(...[...bodies].flatMap((body) => rangesIn(body, pattern))));
}
