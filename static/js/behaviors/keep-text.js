/*
 * What is being written in form[data-keep-text] survives a reload or a lost connection, in this tab alone, under the
 * form's address. A form that comes back with an error brings its own text, which wins. Logging out
 * (form[data-forget-text]) forgets it all.
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
    const kept = attempt((storage) => storage.getItem(key(form)));
    if (kept && area?.value === "") area.value = kept;
  }
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.matches("[data-keep-text]") && target.matches("textarea")) attempt((storage) => storage.setItem(key(form), target.value));
});

document.addEventListener("submit", ({ target: form }) => {
  if (form.matches("[data-keep-text]")) attempt((storage) => storage.setItem(SENT, key(form)));
  if (form.matches("[data-forget-text]")) attempt((storage) => forget(storage, PREFIX));
});

// Sent by htmx and taken.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const { form, method } = ctx.request;
  if (method === "POST" && ctx.response.status < 400 && form?.matches("[data-keep-text]")) attempt((storage) => storage.removeItem(key(form)));
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
