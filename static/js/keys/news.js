/*
 * To the next new comment, in the order of the page: into folds, which open where one hides, and on to other pages, where
 * the links of the server lead.
 */
import { tell } from "../behaviors/failures.js";
import { all, follows, go, isVisible } from "./places.js";

const NEW = ".comment.is-new, :is(a.fold, a.continue, a[rel=next]):has(.new)";
let isOpening = false;

/** `from` is where one is, null for the beginning of the page. */
export async function goToNewAfter(from) {
  if (isOpening) return;
  for (;;) {
    const next = all(NEW).find((one) => (!from || follows(one, from)) && isVisible(one));
    if (next?.matches(".comment")) return go(next);
    if (!next?.matches("[data-reveals]")) return goElsewhere(from, next);
    isOpening = true;
    const isOpened = await opened(next);
    isOpening = false;
    if (!isOpened) return; // and failures.js says why
  }
}

function opened(link) {
  return new Promise((resolve) => {
    document.addEventListener("htmx:finally:request", function settle({ detail: { ctx } }) {
      // Of a link that was swapped away, htmx names what came in its place.
      if (link.isConnected && ctx.sourceElement !== link) return;
      document.removeEventListener("htmx:finally:request", settle);
      resolve(!link.isConnected);
    });
    link.click();
  });
}

/** Where the last new comment up to here leads; over those that hide in a collapsed branch. */
function goElsewhere(from, lead) {
  const before = all(".comment.is-new").findLast((one) => from && !follows(one, from));
  let way = before ? wayFrom(before) : document.querySelector("[data-first-new]");
  for (let target; way && (target = document.querySelector(way.hash)); ) way = wayFrom(target);
  const link = way ?? lead;
  if (link) location.assign(link.href);
  else tell("nothingNew");
}

const wayFrom = (comment) => comment.querySelector(".head > a.new");
