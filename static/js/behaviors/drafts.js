/*
 * What is typed into a composer is kept on the server: after a pause, now and then while typing goes on, and when its page
 * is left. Loaded by keep-text.js with the first letter; how the two meet is told there (it hands `forget` over, for what
 * the server has). The line [data-draft] says where the text is, aloud only when that changes.
 */
const PAUSE = 2000;
const LATEST = 15000;
// Between two saves, or whoever stops at every word would have spent what one may send in a minute.
const APART = 5000;
// After a failure, twice as long each time.
const AGAIN = 5000;
const AT_MOST = 60000;
// A connection that is half open answers never.
const GIVE_UP = 20000;
const sittings = new Map(); // form -> what is known of it

/** Something was typed into a form. */
export function typed(form, forget) {
  const sitting = sittings.get(form) ?? { state: "", wait: AGAIN, forget };
  // The browser's own way back leads to a form that is posted: what is typed there is another text.
  if (sitting.state === "posted") {
    sitting.forget(form);
    sitting.state = "";
    form.elements.form_key.value = crypto.randomUUID?.() ?? "";
  }
  sittings.set(form, sitting);
  sitting.since ??= Date.now();
  const wait = Math.min(PAUSE, sitting.since + LATEST - Date.now());
  plan(form, sitting, Math.max(wait, (sitting.sent ?? 0) + APART - Date.now()));
}

function plan(form, sitting, wait) {
  clearTimeout(sitting.timer);
  sitting.timer = setTimeout(() => keep(form), Math.max(0, wait));
}

async function keep(form, { keepalive = false } = {}) {
  const sitting = sittings.get(form);
  // One at a time, so that they arrive in order; whoever leaves does not wait.
  if (sitting.under && !keepalive) return plan(form, sitting, PAUSE);
  clearTimeout(sitting.timer);
  sitting.since = undefined;
  sitting.sent = Date.now();
  sitting.under = new AbortController();
  const stopped = sitting.under.signal;
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(GIVE_UP)]);
  const text = form.elements.text.value;
  const body = new URLSearchParams(new FormData(form));
  body.set("draft", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive, signal });
    await told(form, sitting, answer, text);
  } catch {
    if (!stopped.aborted) fail(form, sitting, "unreachable");
  }
  sitting.under = undefined;
}

async function told(form, sitting, answer, text) {
  const words = answer.status < 400 || [410, 422].includes(answer.status) ? await answer.text() : "";
  if (answer.status >= 400 && answer.status !== 410) return fail(form, sitting, answer.status === 403 ? "expired" : "failed", words);
  if (form.elements.text.value === text) sitting.forget(form);
  sitting.wait = AGAIN;
  say(form, sitting, answer.status === 410 ? "posted" : "kept", words);
}

function fail(form, sitting, reason, words) {
  say(form, sitting, reason, words);
  // What is wrong with the text itself will be as wrong in a minute.
  if (words) return;
  sitting.since ??= Date.now();
  plan(form, sitting, sitting.wait);
  sitting.wait = Math.min(2 * sitting.wait, AT_MOST);
}

/** In words of the server, or else of the page. */
function say(form, sitting, state, words) {
  const line = form.querySelector("[data-draft]");
  if (words) line.innerHTML = words;
  else line.textContent = state === "kept" ? "" : line.dataset[state];
  if (state === sitting.state) return;
  sitting.state = state;
  form.querySelector("[data-draft-aloud]").textContent = state === "kept" ? line.dataset.kept : line.textContent;
}

function leave() {
  for (const [form, sitting] of sittings) if (sitting.since) keep(form, { keepalive: true });
}

// On its way to be posted, or discarded: a save would only come after it.
document.addEventListener("submit", ({ target, submitter }) => {
  const sitting = sittings.get(submitter?.closest("[data-composer]") ?? target);
  clearTimeout(sitting?.timer);
  sitting?.under?.abort();
  if (sitting) sitting.since = undefined;
}, { capture: true });

// It never arrived.
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (sittings.has(ctx?.sourceElement)) typed(ctx.sourceElement);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
addEventListener("pagehide", leave);
