/*
 * [data-collapse] puts its branch away and takes it out. How, comes when it is needed: at the first press, or where
 * branches are away already, which the page of a passer-by does not say.
 */
const branches = () => import("./branches.js");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-collapse]");
  if (!button) return;
  event.preventDefault();
  (await branches()).toggle(button);
});
if (document.querySelector(".is-collapsed, .collapse:not([form])")) branches();
