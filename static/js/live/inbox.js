/* The count beside the inbox, as the server has it. */
import { atEase } from "./hear.js";

const link = document.querySelector(".site [href='/notifications/']");

async function ask() {
  // Whoever is not signed in any more is led to the log-in page: that is no count.
  const answer = await fetch("/notifications/unread", { redirect: "error", cache: "no-store" }).catch(() => null);
  if (answer?.status !== 200) return;
  const count = await answer.text();
  link.querySelector("b")?.remove();
  if (!count) return;
  const shown = document.createElement("b");
  shown.textContent = `\u00a0${count}`;
  link.append(shown);
}

const soon = atEase(ask);
const atLeisure = atEase(ask, { apart: 15_000 });

export function wake(topic, spread) {
  if (topic.startsWith("p")) soon(spread);
  if (topic === "") atLeisure(spread);
}
