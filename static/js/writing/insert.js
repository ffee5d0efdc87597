/*
 * In the place of what is selected in a field, as if it were typed: the browser's undo takes it back, which only this old
 * command allows, and whoever listens hears of it.
 */
export function insert(field, words) {
  field.focus();
  if (document.execCommand("insertText", false, words)) return;
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: words }));
}
