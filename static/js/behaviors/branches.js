/*
 * A branch is put away and taken out at once; the server, which remembers it, is told behind the page. For those without
 * an account this browser remembers. A link to a comment inside takes it out. Brought by collapse.js.
 */
import { reasonOf, tell } from "./failures.js";

const KEY = "collapsed";
const MOST = 500;
const token = document.querySelector("#act input")?.value;
let sent = Promise.resolve(); // one after the other, so that the last word is the last to arrive

function set(button, expanded) {
  const item = button.closest("li");
  button.ariaExpanded = expanded;
  item.classList.toggle("is-collapsed", !expanded);
  item.classList.toggle("is-shut", !expanded);
  settle(item.parentElement.children);
}

/** Past the last indent replies stand beside what they answer, and rows that lead on beside that. */
function settle(items) {
  const away = new Set();
  for (const item of items) {
    const comment = item.querySelector(":scope > .comment");
    item.hidden = away.has(comment ? comment.dataset.parent : item.querySelector(":scope > a")?.pathname.split("/")[2]);
    item.classList.remove("in-collapsed");
    if (comment && (item.hidden || item.matches(".is-collapsed"))) away.add(comment.id.slice(1));
  }
}

async function send(button, collapsed) {
  const url = button.formAction.replace(/\w+$/, collapsed ? "collapse" : "expand");
  const headers = { "HX-Request": "true", "X-CSRFToken": token };
  const answer = await fetch(url, { method: "POST", headers, keepalive: true }).catch(() => null);
  if (answer?.status === 204) return;
  tell(reasonOf(answer?.status));
  set(button, collapsed);
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function remember(id, collapsed) {
  const ids = remembered().filter((other) => other !== id);
  try {
    localStorage.setItem(KEY, JSON.stringify(collapsed ? [...ids, id].slice(-MOST) : ids));
  } catch {
    // Full or forbidden: then it is put away until the page is left.
  }
}

function recall() {
  for (const id of remembered()) {
    const button = document.querySelector(`li:not(.is-target) > #${id} > .collapse:not([form])`);
    if (button) set(button, false);
  }
}

function reveal() {
  const target = document.querySelector(".comment:target");
  for (let one = target; one; one = document.getElementById(`c${one.dataset.parent}`)) {
    const button = one.querySelector(':scope > .collapse[aria-expanded="false"]');
    if (button) set(button, true);
  }
  target?.scrollIntoView();
}

export function toggle(button) {
  const collapsed = button.ariaExpanded === "true";
  set(button, !collapsed);
  if (button.form) sent = sent.then(() => send(button, collapsed));
  else remember(button.parentElement.id, collapsed);
}


addEventListener("hashchange", reveal);
recall();
reveal();
document.addEventListener("htmx:after:settle", recall);
