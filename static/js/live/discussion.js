/*
 * What comes into an open discussion is announced by buttons, in the bar and on the comment that it stands under; the page
 * never moves by itself, and what is pressed brings it. Scores change where they stand.
 */
import { reasonOf, tell } from "../behaviors/failures.js";
import { atEase } from "./hear.js";
import { place } from "./place.js";

const list = document.querySelector("[data-hears]");
const [home] = location.pathname.match(/^\/a\/\d+/);
const mark = Number(list.dataset.hears);
const known = {};
const ALOUD_EVERY = 60_000;
const told = document.createElement("p");
let passed = null; // what was there when the page was made
let latest = { arrivals: [], replies: [] };
let aloud = -Infinity;

const ids = (comments) => comments.map(({ id }) => id.slice(1)).join(".");
const onPage = (id) => document.getElementById(`c${id}`);

async function look(what, address) {
  const headers = known[what]?.address === address ? { "If-None-Match": known[what].tag } : {};
  // The same for everybody: nobody need know who asks.
  const answer = await fetch(address, { headers, cache: "no-store", credentials: "omit" }).catch(() => null);
  if (answer?.status !== 200) return null;
  known[what] = { address, tag: answer.headers.get("ETag") ?? "" };
  return answer.json();
}

function waiting() {
  return latest.arrivals.filter(([, id]) => !passed.has(id) && !onPage(id));
}

function anchorOf([, , path]) {
  return path.map(onPage).find((comment) => comment?.checkVisibility());
}

function button(arrivals, { under }) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "arrived";
  made.textContent = latest.replies[arrivals.length - 1];
  made.addEventListener("click", () => bring(made, arrivals, { under }));
  return made;
}

/** Neither focus nor anything else moves: a button that says the same already stays. */
function put(where, arrivals, { under }) {
  const here = where.querySelector(":scope > .arrived");
  if (here?.dataset.of === String(arrivals)) return;
  const made = button(arrivals, { under });
  made.dataset.of = String(arrivals);
  const isFocused = here === document.activeElement && here;
  if (here) here.replaceWith(made);
  else where.append(made);
  if (isFocused) made.focus({ preventScroll: true });
}

function show() {
  const all = waiting();
  const branches = new Map();
  for (const arrival of all) {
    const anchor = anchorOf(arrival);
    if (anchor) branches.set(anchor, [...(branches.get(anchor) ?? []), arrival]);
  }
  for (const old of document.querySelectorAll(".comment > .arrived")) {
    if (!branches.has(old.parentElement)) old.remove();
  }
  for (const [comment, some] of branches) put(comment, some, { under: true });
  const bar = document.querySelector(".bar > .wrap");
  if (all.length) put(bar, all, { under: false });
  else bar.querySelector(":scope > .arrived")?.remove();
  if (all.length && performance.now() > aloud + ALOUD_EVERY) {
    told.textContent = latest.replies[all.length - 1];
    aloud = performance.now();
  }
  if (!all.length) told.textContent = "";
}

async function bring(pressed, arrivals, { under }) {
  pressed.disabled = true;
  const of = arrivals.map(([, id]) => id).join(".");
  const answer = await fetch(`${home}/comments/arrivals?of=${of}`).catch(() => null);
  if (!answer?.ok) {
    pressed.disabled = false;
    return tell(reasonOf(answer?.status));
  }
  tell("");
  const [first] = place(await answer.text(), { list, paths: new Map(arrivals.map(([, id, path]) => [id, path])) });
  // What was taken back meanwhile did not come: it is not waited for.
  for (const [, id] of arrivals) passed.add(id);
  pressed.remove();
  show();
  if (first) {
    first.tabIndex = -1;
    first.focus({ preventScroll: under });
  }
}

async function ask() {
  const found = await look("arrivals", `${home}/comments/changes`);
  if (!found) return;
  latest = found;
  passed ??= new Set(found.arrivals.filter(([at]) => at <= mark).map(([, id]) => id));
  show();
}

async function askScores() {
  const scored = [...document.querySelectorAll(".comment:has(.score)")].slice(0, 400);
  const found = await look("scores", `${home}/comments/changes?scores=${ids(scored)}`);
  for (const [id, words] of Object.entries(found?.scores ?? {})) {
    const score = (id ? onPage(id) : document.querySelector(".story"))?.querySelector(".score");
    if (score && score.textContent !== words) score.textContent = words;
  }
}

const soon = atEase(ask);
const atLeisure = atEase(askScores, { apart: 10_000 });

told.className = "visually-hidden";
told.role = "status";
list.before(told);
document.addEventListener("htmx:after:settle", () => passed && show());

export function wake(topic, spread) {
  if (topic === "" || topic.startsWith("a")) soon(spread);
  if (topic === "" || topic.startsWith("s")) atLeisure(spread + 3000);
}
