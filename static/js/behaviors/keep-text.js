/*
 * What is being written in form[data-keep-text] survives a reload, a lost connection, a browser that is killed. Two keep
 * it, and this is how they meet:
 *
 * The server keeps drafts (drafts.js sends them, a composer comes filled with the newest). This browser keeps only what
 * the server has not said that it has: typing writes it here at once, and each word of the server's, of a draft kept, of a
 * form taken or a draft discarded, takes it out again. So what is here is later than what the server knew of that form,
 * and goes into the field over what the server put there. It goes back with the form's key, its version and the draft that
 * it had seen: for the server the same form goes on, which posts once, and writes over no draft of another device.
 *
 * It is kept by person, address and form. What a page holds that still lives elsewhere (a lock says so) is left to it. A
 * form that is more than its text (no [data-composer]) takes it back only over the text that it began with. Logging out
 * (form[data-forget-text]) forgets all of it.
 */
const PREFIX = "text:";
const SENT = "sent";
const FIELDS = ["text", "form_key", "version", "seen"];
const claimed = new Set();
const path = (form) => `${PREFIX}${form.dataset.keepText}:${new URL(form.action, location.href).pathname}#`;
const key = (form) => path(form) + (form.elements.form_key?.value ?? "");

/** Storage may be full or forbidden: then the page works as it would without this file. */
function attempt(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

/** Act unless another page that is open writes under this name. Without https there are no locks: then act. */
function claim(name, act) {
  if (claimed.has(name) || !navigator.locks) return act();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (!lock) return null;
    claimed.add(name);
    act();
    return new Promise(() => {}); // until this page goes
  });
}

function forget(form) {
  attempt((storage) => storage.removeItem(key(form)));
}

function keepOnServer(form) {
  if (form.querySelector("[data-draft]")) import("./drafts.js").then((drafts) => drafts.typed(form, forget));
}

function putBack(form, name) {
  const area = form.elements.text;
  const [beginning, fields] = attempt((storage) => JSON.parse(storage.getItem(name))) ?? [];
  if (!fields?.text || area.value !== area.defaultValue) return;
  // The last save of a page that was left: nobody was there to be told that it arrived.
  if (area.value === fields.text && form.elements.seen) attempt((storage) => storage.removeItem(name));
  if (area.value === fields.text) return;
  if (area.value !== beginning && !form.matches("[data-composer]")) return;
  for (const field of FIELDS) if (form.elements[field]) form.elements[field].value = fields[field] ?? "";
  keepOnServer(form);
}

function restore() {
  for (const form of document.querySelectorAll("form[data-keep-text]")) {
    const names = attempt((storage) => Object.keys(storage).filter((name) => name.startsWith(path(form)))) ?? [];
    for (const name of names) claim(name, () => putBack(form, name));
  }
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches("[data-keep-text]") || !target.matches("textarea")) return;
  const fields = Object.fromEntries(FIELDS.map((field) => [field, form.elements[field]?.value]));
  attempt((storage) => storage.setItem(key(form), JSON.stringify([target.defaultValue, fields])));
  claim(key(form), () => {});
  keepOnServer(form);
});

document.addEventListener("submit", ({ target: form, submitter, defaultPrevented }) => {
  if (submitter?.matches("[data-discard]")) forget(submitter.closest("[data-keep-text]"));
  if (form.matches("[data-keep-text]") && !defaultPrevented) attempt(() => sessionStorage.setItem(SENT, key(form)));
  if (form.matches("[data-forget-text]")) {
    attempt((storage) => Object.keys(storage).forEach((name) => name.startsWith(PREFIX) && storage.removeItem(name)));
  }
});

// Sent by htmx and taken: by the form, or by a button that puts another form in its place.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.target?.matches?.("[data-keep-text]") ? ctx.target : ctx.sourceElement;
  if (form.matches("[data-keep-text]") && ctx.response.status < 400) forget(form);
});

// Sent by the form itself and taken: we went on to a page that tells of no error. Going back or reloading is no answer.
const [arrival] = performance.getEntriesByType("navigation");
if (arrival?.type === "navigate" && !document.querySelector("[data-error-page]")) {
  attempt((storage) => {
    storage.removeItem(sessionStorage.getItem(SENT));
    sessionStorage.removeItem(SENT);
  });
}
document.addEventListener("htmx:after:settle", restore);
restore();
