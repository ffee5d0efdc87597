/* What each key does (static/js/behaviors/keys.js). Where there is nothing to do it to, nothing. */
import { goToNewAfter } from "./news.js";
import { ITEM, LEADS, all, current, follows, go, isVisible } from "./places.js";

export { help } from "./help.js";

const lead = () => document.activeElement.closest(LEADS);
const firstInView = () => all(ITEM).find((item) => isVisible(item) && item.getBoundingClientRect().bottom > 0);

/** The next comment; after the last what leads to more. */
export function next() {
  const from = lead() ?? current();
  if (!from) return go(firstInView());
  const beyond = (place) => follows(place, from) && isVisible(place);
  go(all(ITEM).find(beyond) ?? all(LEADS).find(beyond));
}

export function previous() {
  const from = lead() ?? current();
  go(from ? all(ITEM).findLast((place) => follows(from, place) && isVisible(place)) : firstInView());
}

export function nextNew() {
  if (document.querySelector(".threads")) goToNewAfter(current());
}

export function parent() {
  const id = current()?.dataset.parent;
  if (!id) return;
  const above = document.getElementById(`c${id}`);
  if (above) go(above);
  else location.assign(`/c/${id}#c${id}`);
}

/** What covers the comment itself, or else the fold of the list below it or of the nearest that it stands in. */
export function open() {
  const comment = current();
  const isBelow = (link) => follows(link, comment) && link.closest("ol")?.parentElement.contains(comment);
  const cover = comment?.querySelector(":scope > details:not([open]) > summary");
  (lead() ?? cover ?? (comment && all(LEADS).find(isBelow)))?.click();
}

const press = (selector) => {
  const button = current()?.querySelector(selector);
  button?.focus({ preventScroll: true }); // so that what became of it is heard
  button?.click();
};
export const reply = () => press('.acts a[href$="/reply"]');
export const edit = () => press('.acts a[href$="/edit"]');
export const voteUp = () => press(".voter button:first-of-type");
export const voteDown = () => press(".voter button:last-of-type");
export const collapse = () => current()?.querySelector("[data-collapse]")?.click();

/** Of the branch that one is at, or else of the article. What became of it is told where failures are. */
const attend = async (level) => {
  const { told, tell, reasonOf } = await import("../behaviors/failures.js");
  const id = (current() ?? document.querySelector("article.story"))?.id;
  const token = document.querySelector("#act [name=csrfmiddlewaretoken]")?.value;
  if (!id || !token) return;
  const headers = { "HX-Request": "true", "X-CSRFToken": token };
  const body = new URLSearchParams({ level, toggle: "on" });
  const answer = await fetch(`/notifications/attention/${id}`, { method: "POST", headers, body }).catch(() => null);
  if (!answer?.ok) return tell(reasonOf(answer?.status));
  told.querySelector("p").textContent = await answer.text();
  for (const button of document.querySelectorAll(`[formaction="/notifications/attention/${id}"][data-level]`)) {
    const isSet = button.dataset.level === answer.headers.get("X-Attention");
    button.ariaPressed = String(isSet);
    button.value = isSet ? "" : button.dataset.level;
  }
};
export const watch = () => attend("watch");
export const mute = () => attend("mute");

export const find = () => document.querySelector("[data-find]")?.focus();
export const frontPage = () => location.assign(document.querySelector(".brand").href);
