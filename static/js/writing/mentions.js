/*
 * An @ and a letter in form[data-people] show whose name may be meant, of those who talk there. Arrows choose, Enter and
 * Tab take, Escape puts the list away, and only the list. Nothing is asked before there is a letter, nor while an input
 * method is still composing one.
 */
import { belowCaret } from "./caret.js";
import { insert } from "./insert.js";

const BEGUN = /(?<![\p{L}\p{N}@/])@([A-Za-z0-9_][A-Za-z0-9_-]{0,29})$/u;
const PAUSE = 150;

const list = document.createElement("ul");
list.className = "people";
list.id = "people";
list.setAttribute("role", "listbox");

let field = null; // the one whose list is shown
let asking = new AbortController();
let soon;
let refused = null; // the @ that was told to be quiet

/** The name that is begun before the caret, and where. */
function begun(area) {
  const { selectionStart: caret, selectionEnd: end, value } = area;
  const found = caret === end && !/^[\w-]/.test(value.slice(caret)) && value.slice(0, caret).match(BEGUN);
  return found ? { at: caret - found[0].length, letters: found[1] } : null;
}

function close() {
  clearTimeout(soon);
  asking.abort();
  list.remove();
  for (const name of ["controls", "activedescendant"]) field?.removeAttribute(`aria-${name}`);
  field = null;
}

function choose(option) {
  for (const one of list.children) one.setAttribute("aria-selected", String(one === option));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

const chosen = () => list.querySelector("[aria-selected='true']");

function step(by) {
  const options = [...list.children];
  choose(options.at((options.indexOf(chosen()) + by) % options.length));
}

function take(option) {
  const [area, { at }] = [field, begun(field) ?? {}];
  const words = `@${option.textContent}${/^\s/.test(area.value.slice(area.selectionEnd)) ? "" : " "}`;
  close();
  if (at === undefined) return;
  area.setSelectionRange(at, area.selectionEnd);
  insert(area, words);
}

function show(area, { label, names }) {
  const options = names.map((name, place) => {
    const option = document.createElement("li");
    option.id = `people-${place}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    return option;
  });
  list.setAttribute("aria-label", label);
  list.replaceChildren(...options);
  area.after(list);
  list.style.insetBlockStart = `${area.offsetTop + belowCaret(area)}px`;
  field = area;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", list.id);
  choose(options[0]);
}

async function ask(area, { at, letters }) {
  const { signal } = (asking = new AbortController());
  const address = new URL(area.form.dataset.people, location.href);
  address.searchParams.set("q", letters);
  try {
    const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
    const people = answer.ok && !answer.redirected ? await answer.json() : { names: [] };
    const now = begun(area);
    if (signal.aborted || now?.at !== at || now.letters !== letters) return;
    if (people.names.length) show(area, people);
    else close();
  } catch {
    // Late, or nobody to ask: who writes goes on writing.
  }
}

function look(area) {
  clearTimeout(soon);
  asking.abort();
  const name = begun(area);
  if (!name) {
    refused = null;
    close();
  } else if (refused !== name.at) soon = setTimeout(() => ask(area, name), PAUSE);
}

const isOurs = (target) => target.matches?.("form[data-people^='/'] textarea");

document.addEventListener("input", ({ target, isComposing }) => {
  if (isOurs(target) && !isComposing) look(target);
});
document.addEventListener("compositionend", ({ target }) => {
  if (isOurs(target)) look(target);
});

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: () => take(chosen()),
  Tab: () => take(chosen()),
  Escape: () => {
    refused = begun(field)?.at ?? null;
    close();
  },
};

// Before whoever else listens: while the list is open its keys are its own.
document.addEventListener("keydown", (event) => {
  if (!field?.isConnected || event.target !== field || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  KEYS[event.key]();
}, true);

document.addEventListener("selectionchange", () => {
  if (field && !begun(field)) close();
});
document.addEventListener("focusout", ({ target }) => {
  if (isOurs(target)) close();
});
// A press would take the focus away, and with it the list.
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", ({ target }) => {
  const option = target.closest("li");
  if (option && field) take(option);
});

// What was typed while this was on its way.
if (isOurs(document.activeElement)) look(document.activeElement);
