/* Where the keys are on a page: at a comment, or at an article of a list. That which has the focus, or had it last. */
export const ITEM = ".comment, li.article";
// What leads to more comments, or to the next page.
export const LEADS = "a.fold, a.continue, a[rel=next]";
let last = null;

export const all = (selector) => [...document.querySelectorAll(selector)];
export const follows = (one, other) => Boolean(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
// Not so in a branch that is collapsed.
export const isVisible = (element) => element.checkVisibility();

export function current() {
  const focused = document.activeElement.closest(ITEM);
  if (focused) return focused;
  if (last?.isConnected) return last;
  // Where the address leads.
  return document.querySelector(".comment:target") ?? document.querySelector(".is-target > .comment");
}

export function go(place) {
  if (!place) return;
  if (place.matches(".comment")) place.tabIndex = -1;
  (place.querySelector(":scope > h2 > .article-link") ?? place).focus({ preventScroll: true });
  // To the top, below the bar (scroll-padding).
  place.scrollIntoView();
  if (place.matches(ITEM)) last = place;
}

window.addEventListener("hashchange", () => {
  last = null;
});
