/*
 * A request behind the page that failed is told in [data-told], in the words that the page holds for it, and changes
 * nothing else: what was written stays where it is.
 */
const told = document.querySelector("[data-told]");
const reasons = { 401: "expired", 403: "expired", 404: "missing", 410: "missing", 413: "refused", 429: "hurried" };

function tell(reason) {
  const sentence = told?.querySelector("p");
  if (sentence) sentence.textContent = told.dataset[reason];
}

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  // These two come with a page that says what to change, which is put in its place.
  if (status === 409 || status === 422) return;
  tell(reasons[status] ?? (status < 500 ? "refused" : "broken"));
});
document.addEventListener("htmx:error", () => tell("unreachable"));
document.addEventListener("htmx:before:request", () => told?.querySelector("p")?.replaceChildren());
told?.querySelector("button")?.addEventListener("click", () => told.querySelector("p").replaceChildren());
