/* How far below the top of a field the caret's line ends: measured on a copy of what stands before it. */
const ALIKE = ["font", "letterSpacing", "lineHeight", "padding", "border", "direction", "textAlign", "tabSize"];

export function belowCaret(area) {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of ALIKE) copy.style[name] = style[name];
  Object.assign(copy.style, {
    position: "absolute",
    visibility: "hidden",
    boxSizing: "border-box",
    inlineSize: `${area.clientWidth}px`,
    whiteSpace: "pre-wrap",
    overflowWrap: "break-word",
  });
  copy.textContent = area.value.slice(0, area.selectionEnd);
  const caret = copy.appendChild(document.createElement("span"));
  caret.textContent = "\u200b";
  area.after(copy);
  const line = caret.offsetTop + caret.offsetHeight - area.scrollTop;
  copy.remove();
  return Math.min(Math.max(line, 0), area.offsetHeight);
}
