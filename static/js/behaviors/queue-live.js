/*
 * While the page is looked at it asks how its cases stand ([data-case]), when it hears that something changed (`live`), and
 * where nothing is heard every two seconds: their words change in place, and new ones are announced by a link. Nothing
 * moves by itself. The open case is claimed on, and let go when left.
 */
const EVERY = 2000;
const RENEWED = 60_000;
const LOOKS_HEARD = 10; // of which one asks while changes are heard of: claims end by themselves
const list = document.querySelector("[data-queue]");
let known = { address: "", tag: "" };
let opened = null;
let hears = false;
let looks = 0;

const pane = () => document.querySelector("[data-pane]");
const isOwn = () => pane()?.dataset.state === "own";

function post(address) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  return fetch(address, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => null);
}

function show({ states, new: news }) {
  for (const element of document.querySelectorAll("[data-case]")) {
    const [name, text] = states[element.dataset.case] ?? [];
    if (!name || name === element.dataset.state) continue;
    // Taken from us by a page that was closed a moment ago: it is still looked at here.
    if (element.matches("[data-pane]") && isOwn() && name === "open") {
      post(element.dataset.claim);
      continue;
    }
    element.dataset.state = name;
    element.querySelector("[data-state-text]").textContent = text;
  }
  const link = list.querySelector("[data-new]");
  link.textContent = news;
  link.hidden = !news;
}

async function ask() {
  if (document.hidden) return;
  const cases = new Set([...document.querySelectorAll("[data-case]")].map((element) => element.dataset.case));
  const address = `${list.dataset.live}&newest=${list.dataset.newest}&cases=${[...cases].join(".")}`;
  if (address !== known.address) known = { address, tag: "" };
  const headers = known.tag ? { "If-None-Match": known.tag } : {};
  const answer = await fetch(address, { headers, cache: "no-store" }).catch(() => null);
  if (answer?.status !== 200 || address !== known.address) return;
  known.tag = answer.headers.get("ETag") ?? "";
  show(await answer.json());
}

function leave() {
  if (opened) post(opened);
  opened = null;
}

function look() {
  const address = isOwn() ? pane().dataset.leave : null;
  if (address !== opened) leave();
  opened = address;
}

look();
setInterval(() => {
  looks += 1;
  if (!hears || looks % LOOKS_HEARD === 0) ask();
}, EVERY);
document.addEventListener("live", ({ detail }) => {
  hears = detail.hears;
  if (hears) ask();
});
setInterval(() => !document.hidden && isOwn() && post(pane().dataset.claim), RENEWED);
document.addEventListener("visibilitychange", ask);
document.addEventListener("htmx:after:settle", () => {
  look();
  ask();
});
window.addEventListener("pagehide", leave);
