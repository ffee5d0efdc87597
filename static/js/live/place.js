/* Puts comments that came into the list where they belong: last of the replies to what they answer, a thread first of all. */

const onPage = (id) => document.getElementById(`c${id}`);

/** Past the last indent replies stand beside what they answer, after those that stand there already. */
function beside(parent) {
  let last = parent.closest("li");
  for (let next = last.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.querySelector(":scope > .comment")?.dataset.parent === parent.id.slice(1)) last = next;
  }
  return last;
}

function repliesOf(comment) {
  const item = comment.closest("li");
  const replies = [...item.children].filter((child) => child.matches("ol.replies")).pop();
  if (replies) return replies;
  const made = document.createElement("ol");
  made.className = "replies";
  item.append(made);
  return made;
}

/** It stands right under what it answers: that need not be said. */
function unsay(comment) {
  const link = comment.querySelector(":scope > .head > .answers");
  link?.previousElementSibling?.matches(".sep") && link.previousElementSibling.remove();
  link?.remove();
}

function put(item, comment, { list, path }) {
  const parent = onPage(comment.dataset.parent);
  if (!comment.dataset.parent) return list.prepend(item);
  if (parent && item.matches(".deep")) return beside(parent).after(item);
  if (parent) unsay(comment);
  const above = parent ?? path.map(onPage).find(Boolean);
  return above ? repliesOf(above).append(item) : list.prepend(item);
}

/** `html` is list items, each after what it answers; `paths` leads up from each to what may be on the page. */
export function place(html, { list, paths }) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const placed = [];
  for (const item of [...template.content.children]) {
    const comment = item.querySelector(":scope > .comment");
    if (!comment || onPage(comment.id.slice(1))) continue;
    put(item, comment, { list, path: paths.get(Number(comment.id.slice(1))) ?? [] });
    globalThis.htmx?.process(item);
    placed.push(comment);
  }
  return placed;
}
