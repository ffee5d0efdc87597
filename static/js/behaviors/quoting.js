/*
 * Words that are selected in a comment are quoted in the answer to it: by its Reply, or by a button beside that, which is
 * there while something is selected. form#act holds the button's word (data-quote), for those who may answer.
 */
const button = document.createElement("button");
button.type = "button";
button.textContent = document.getElementById("act")?.dataset.quote;

let held; // what was selected when the pointer came down: it may let go of that
let asked; // the quote that waits for its composer
let soon;

/** The first comment that something is selected of, if it can be answered. */
function selection() {
  const chosen = getSelection();
  if (chosen.isCollapsed || !chosen.toString().trim()) return null;
  const range = chosen.getRangeAt(0).cloneRange();
  const body = [...document.querySelectorAll(".comment-body")].find((one) => range.intersectsNode(one));
  const comment = body?.closest(".comment");
  const link = comment?.querySelector(":scope > .acts > a[href$='/reply']");
  return link ? { range, body, comment, link } : null;
}

const fieldOf = (link) => document.querySelector(`form[action="${link.getAttribute("href")}"] textarea`);

function begin(chosen) {
  const field = fieldOf(chosen.link);
  const caret = field && [field.selectionStart, field.selectionEnd];
  asked = { ...chosen, writing: import("../writing/quote.js") };
  if (field) finish(field, caret);
}

async function finish(field, caret) {
  const { writing, ...chosen } = asked;
  asked = null;
  const { put, quoteOf } = await writing;
  put(quoteOf(chosen), field, caret ?? [field.value.length, field.value.length]);
}

if (button.textContent) {
  document.addEventListener("selectionchange", () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      const chosen = selection();
      if (!chosen) button.remove();
      else if (chosen.link.nextSibling !== button) chosen.link.after(button);
    }, 150);
  });
  document.addEventListener("pointerdown", () => { held = selection(); }, true);
  document.addEventListener("keydown", () => { held = null; }, true);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => button.parentNode.querySelector("a[href$='/reply']").click());

  // Before htmx, and before the composer that is open already moves its caret.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".acts > a[href$='/reply']");
    if (!link) return;
    const chosen = selection() ?? held;
    asked = held = null;
    if (chosen?.link === link) begin(chosen);
  }, true);
  document.addEventListener("htmx:after:settle", () => {
    const field = asked && fieldOf(asked.link);
    if (field) finish(field);
  });
}
