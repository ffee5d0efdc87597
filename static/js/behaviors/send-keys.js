/* Ctrl+Enter (Cmd+Enter on a Mac) in a textarea sends its form ([data-send-keys]) as its first button would. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("textarea")?.form;
  if (!form?.matches("[data-send-keys]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".primary"));
});
