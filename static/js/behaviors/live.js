/* An open discussion ([data-live]) hears of what comes. How, comes once the page is there. */
if (document.querySelector("[data-live]")) setTimeout(() => import("../live/discussion.js"), 2000);
