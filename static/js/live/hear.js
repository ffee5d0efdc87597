/*
 * Hears what changed while the page is looked at: over a stream where there is one, else, and while that says nothing, by
 * asking now and then. `wake` gets the topic that changed, nothing where anything may have; over how many milliseconds all
 * who hear of it spread their asking; and whether a stream says so.
 */
const SILENT = 45_000; // two beats were missed
const HIDDEN_FOR = 30_000; // somebody may be back in a moment
const RETRIED_AFTER = 15_000;
const MOST = 300_000;
const { saveData = false, effectiveType = "" } = navigator.connection ?? {};
const isSlow = effectiveType.endsWith("2g");

/** `every`: how often to ask where there is no stream; `meanwhile`: where it fails. */
export function hear({ stream = "", every = 2000, meanwhile = 15_000, wake }) {
  if (saveData) return;
  let source = null;
  let hears = false;
  let retry = RETRIED_AFTER;
  let asked = 0;
  let timers = {};

  const later = (name, ms, act) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, ms);
  };

  function ask() {
    if (hears || document.hidden) return;
    wake("", 0, false);
    asked += 1;
    const pause = Math.max(isSlow ? 60_000 : 0, stream ? meanwhile : every);
    // A page that is left open while nothing happens asks less and less often.
    later("ask", Math.min(pause * (1 + Math.floor(asked / 60)), MOST) * (0.9 + Math.random() * 0.3), ask);
  }

  function lose() {
    source?.close();
    source = null;
    later("open", retry * (0.5 + Math.random()), open);
    retry = Math.min(retry * 2, MOST);
    fallBack();
  }

  function fallBack() {
    hears = false;
    clearTimeout(timers.silent);
    later("ask", Math.random() * 2000, ask);
  }

  function told({ data }) {
    const [topic, spread] = data.split(" ");
    later("silent", SILENT, lose);
    if (topic === "beat") return;
    if (topic === "away") return fallBack();
    if (topic === "back") {
      hears = true;
      retry = RETRIED_AFTER;
      clearTimeout(timers.ask);
      timers.ask = null;
    }
    wake(topic === "back" ? "" : topic, Number(spread), hears);
  }

  function open() {
    if (document.hidden || source) return;
    if (!stream || isSlow) return ask();
    source = new EventSource(stream);
    source.onmessage = told;
    // A browser tries again by itself where nobody answered, but not where somebody refused.
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) lose();
      else if (!timers.ask) fallBack();
    };
    later("silent", SILENT, lose);
  }

  function close() {
    source?.close();
    source = null;
    hears = false;
    for (const timer of Object.values(timers)) clearTimeout(timer);
    timers = {};
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return later("hidden", HIDDEN_FOR, close);
    clearTimeout(timers.hidden);
    asked = 0;
    if (source) wake("", 0, hears);
    else open();
  });
  // Kept for the way back, a page holds no stream.
  addEventListener("pagehide", close);
  addEventListener("pageshow", ({ persisted }) => persisted && open());
  open();
}

/** Calls `act` soon after it was asked to, once for all who ask meanwhile, and not sooner than `apart` after the last. */
export function atEase(act, { apart = 1000 } = {}) {
  let timer = null;
  let last = -Infinity;
  return (spread) => {
    if (timer) return;
    const pause = Math.max(0, last + apart - performance.now());
    timer = setTimeout(() => {
      timer = null;
      last = performance.now();
      act();
    }, pause + Math.random() * spread);
  };
}
