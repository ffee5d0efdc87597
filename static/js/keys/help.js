/*
 * The keys in a dialog, as /keys has them, and the switch that turns them off in this browser ([data-keys-switch]).
 * `areOff` is the caller's own: modules that import each other have no hash.
 */
export async function help(areOff) {
  const link = document.querySelector("[data-keys]");
  if (link.pathname === location.pathname) return;
  const dialog = document.createElement("dialog");
  dialog.className = "help";
  dialog.setAttribute("aria-labelledby", "keys");
  dialog.setAttribute("closedby", "any");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  await htmx.ajax("GET", link.pathname, { target: dialog });
  if (!dialog.hasChildNodes()) return dialog.remove(); // failures.js says why
  prepareSwitch(areOff);
  dialog.showModal();
}

export function prepareSwitch(areOff) {
  for (const place of document.querySelectorAll("[data-keys-switch]")) {
    const box = place.querySelector("input");
    place.hidden = false;
    box.checked = !areOff();
    box.disabled = document.documentElement.dataset.keys === "off"; // in the settings, of every browser
    box.addEventListener("change", () => keep(box.checked));
  }
}

function keep(isOn) {
  try {
    if (isOn) localStorage.removeItem("keys");
    else localStorage.setItem("keys", "off");
  } catch {
    // Storage is full or forbidden: then it lasts as long as the page.
    document.documentElement.dataset.keys = isOn ? "" : "off";
  }
}
