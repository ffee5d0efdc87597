/*
 * Pages that are open hear of what comes: a discussion ([data-hears]), and whoever has an inbox. How, comes when the page has
 * long been there, as it is of no use to whoever only passes by.
 */
if (!document.documentElement.dataset.updates && document.querySelector("[data-hears], .site [href='/notifications/']")) {
  addEventListener("load", () => setTimeout(() => import("../live/page.js"), 3000));
}
