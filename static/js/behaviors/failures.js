/*
 * A request behind the page that failed is told in [data-told], in the words that the page holds for it, and changes
 * nothing else: what was written stays where it is. Only an answer that is a piece of this page is put into it (a
 * composer that says what is wrong); a whole page of an error is not.
 */
export const told = document.querySelector("[data-told]");
const reasons = { 401: "expired", 403: "expired", 404: "missing", 410: "missing", 429: "hurried" };

export function tell(reason) {
  const sentence = told?.querySelector("p");
  if (sentence) sentence.textContent = reason ? told.dataset[reason] : "";
}

/** Why a request with this status failed; without one, nobody answered. */
export function reasonOf(status) {
  if (!status) return "unreachable";
  return reasons[status] ?? (status < 500 ? "refused" : "broken");
}

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (status < 500 && !/^\s*<!doctype/i.test(ctx.text)) return;
  ctx.swap = "none";
  tell(reasonOf(status));
});
document.addEventListener("htmx:error", () => tell("unreachable"));
document.addEventListener("htmx:before:request", () => tell(""));
told?.querySelector("button")?.addEventListener("click", () => tell(""));
