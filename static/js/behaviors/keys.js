/*
 * Single keys (/keys tells of them) do what links and buttons do. Not while somebody writes or has a dialog open, not
 * with Ctrl, Alt or Cmd, not on pages that have their own ([data-own-keys]), and not for whoever turned them off: in the settings, or in this browser ([data-keys-switch]).
 * What they do is loaded when the first of them is pressed.
 */
const ACTS = {
  j: "next",
  k: "previous",
  n: "nextNew",
  p: "parent",
  o: "open",
  r: "reply",
  e: "edit",
  u: "voteUp",
  d: "voteDown",
  c: "collapse",
  w: "watch",
  m: "mute",
  "/": "find",
  "?": "help",
};
const AFTER_G = { h: "frontPage" };
const IN_USE = "dialog[open], [data-own-keys], :is(input, textarea, select, [contenteditable]):focus";
const SECOND = 1000;
let pressedG = -SECOND;
let loading;

function areOff() {
  if (document.documentElement.dataset.keys === "off") return true;
  try {
    return localStorage.getItem("keys") === "off";
  } catch {
    return false; // storage is forbidden
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  // Some keyboards have / and ? above Shift; J is no key of ours. Caps Lock is no Shift.
  if ((event.shiftKey && /\w/.test(event.key)) || document.querySelector(IN_USE) || areOff()) return;
  const key = event.key.toLowerCase();
  const act = (event.timeStamp - pressedG < SECOND && AFTER_G[key]) || ACTS[key];
  pressedG = key === "g" ? event.timeStamp : -SECOND;
  // A key held down goes on and on; it does not vote on and on.
  if (!act || (event.repeat && !"jk".includes(key))) return;
  if (act === "find" && !document.querySelector("[data-find]")) return;
  event.preventDefault();
  // One promise for all of them: then they act in the order in which they were pressed.
  loading ??= import("../keys/acts.js");
  loading.then((acts) => acts[act](areOff));
});

if (document.querySelector("[data-keys-switch]")) import("../keys/help.js").then((help) => help.prepareSwitch(areOff));
