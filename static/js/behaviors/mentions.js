/* Whoever begins to write in form[data-people] can be shown whom they mean by an @. */
document.addEventListener("focusin", ({ target }) => {
  if (target.form?.dataset.people && target.matches("textarea")) import("../writing/mentions.js");
});
