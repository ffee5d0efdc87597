/* What an open page does with what it hears: a discussion and an inbox ask for it, others listen to `live` on the document. */
import { hear } from "./hear.js";

const discussion = document.querySelector("[data-hears]");
const parts = await Promise.all([
  discussion && import("./discussion.js"),
  document.querySelector(".site [href='/notifications/']") && import("./inbox.js"),
]);

hear({
  stream: "stream" in document.body.dataset ? `/live/stream${discussion ? `?a=${location.pathname.split("/")[2]}` : ""}` : "",
  every: discussion ? 1500 : 15_000,
  wake(topic, spread, hears) {
    for (const part of parts) part?.wake(topic, spread);
    document.dispatchEvent(new CustomEvent("live", { detail: { topic, hears } }));
  },
});
