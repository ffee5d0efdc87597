/*
 * One key for each thing that the queue's pages have a button for ([data-key]); j and k go through the list, digits
 * choose a rule, or what its author gets, while that is open. Whoever speaks to their computer switches single keys off, in the dialog.
 */
const OFF = "queue-keys-off";
const dialog = document.getElementById("keys");
const queue = document.querySelector(".queue");
const all = (selector) => [...document.querySelectorAll(selector)];
const visible = (element) => element.checkVisibility();
const press = (selector) => all(selector).find(visible);

const rowLinks = () => all(".case-link");
const here = () => {
  const links = rowLinks();
  const focused = links.indexOf(document.activeElement?.closest(".case-row")?.querySelector(".case-link"));
  return focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute("aria-current"));
};

function walk(step) {
  const links = rowLinks();
  links[Math.min(Math.max(here() + step, 0), links.length - 1)]?.focus();
}

function open(details) {
  details.open = !details.open;
  (details.open ? details.querySelector("textarea, ol button, select") : details.querySelector("summary"))?.focus();
}

const acts = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => rowLinks()[Math.max(here(), 0)]?.click(),
  x: () => rowLinks()[here()]?.closest(".case-row").querySelector("[type=checkbox]")?.click(),
};

function act(key) {
  const digit = /^[1-9]$/.test(key) && press(`.rules[open] [data-digit="${key}"]`);
  if (digit) return digit.click();
  if (acts[key]) return acts[key]();
  const target = press(`[data-key="${CSS.escape(key)}"]`);
  return target?.matches("summary") ? open(target.parentElement) : target?.click();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const isTyping = target.closest?.("textarea, select, input:not([type=checkbox])");
  if (key === "Escape" && target.closest?.(".queue details[open]")) return open(target.closest("details[open]"));
  if (isTyping || dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (key.length !== 1 || key === " " || localStorage.getItem(OFF)) return;
  if (event.repeat && key !== "j" && key !== "k") return;
  event.preventDefault();
  act(key);
});

for (const opener of all("[data-opens=keys]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
}
const switched = dialog.querySelector("[data-keys-on]");
switched.checked = !localStorage.getItem(OFF);
switched.addEventListener("change", () => (switched.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));

/* A case that came into the pane is read from its beginning, and marked in the list. */
document.addEventListener("htmx:after:settle", () => {
  const pane = document.querySelector("[data-pane]");
  queue.classList.toggle("has-case", Boolean(pane.dataset.case));
  for (const link of rowLinks()) {
    const isOpen = link.closest("[data-case]").dataset.case === pane.dataset.case;
    isOpen ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }
  rowLinks().find((link) => link.hasAttribute("aria-current"))?.scrollIntoView({ block: "nearest" });
  window.scrollTo(0, 0);
  pane.querySelector("[data-focus]")?.focus({ preventScroll: true });
});
