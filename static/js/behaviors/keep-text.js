/*
 * What is being written in form[data-keep-text] survives a reload or a lost connection, in this tab alone, under the
 * form's address. It is kept with the text that the form began with: a form that begins otherwise, since it came back
 * with an error or what it edits has changed, does not take it. Logging out (form[data-forget-text]) forgets it all.
 */
const PREFIX = "text:";
const SENT = "sent";
const key = (form) => PREFIX + new URL(form.action, location.href).pathname;

/** Storage may be full or forbidden: then the page works as it would without this file. */
function attempt(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

function forget(storage, prefix) {
  for (const name of Object.keys(storage)) if (name.startsWith(prefix)) storage.removeItem(name);
}

function restore() {
  for (const form of document.querySelectorAll("form[data-keep-text]")) {
    const area = form.querySelector("textarea");
    const [beginning, text] = attempt((storage) => JSON.parse(storage.getItem(key(form)))) ?? [];
    if (text && area?.value === beginning) area.value = text;
  }
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.matches("[data-keep-text]") && target.matches("textarea")) {
    attempt((storage) => storage.setItem(key(form), JSON.stringify([target.defaultValue, target.value])));
  }
});

document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (form.matches("[data-keep-text]") && !defaultPrevented) attempt((storage) => storage.setItem(SENT, key(form)));
  if (form.matches("[data-forget-text]")) attempt((storage) => forget(storage, PREFIX));
});

// Sent by htmx and taken.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (form.matches("[data-keep-text]") && ctx.response.status < 400) attempt((storage) => storage.removeItem(key(form)));
});

// Sent by the form itself and taken: we went on to a page that tells of no error. Going back or reloading is no answer.
const [arrival] = performance.getEntriesByType("navigation");
if (arrival?.type === "navigate" && !document.querySelector("[data-error-page]")) {
  attempt((storage) => {
    storage.removeItem(storage.getItem(SENT));
    storage.removeItem(SENT);
  });
}
document.addEventListener("htmx:after:settle", restore);
restore();
