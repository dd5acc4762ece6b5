// Files that are too large. In: input[type=file] with data-most (bytes) and data-too-large (what to
// say). Out: the sentence beside the input before anything travels; the server asks again anyway.

for (const input of document.querySelectorAll('input[type="file"][data-most]')) {
  const said = Object.assign(document.createElement("p"), { className: "error", hidden: true });
  said.setAttribute("role", "alert");
  input.before(said);

  const tooLarge = () => [...input.files].some((file) => file.size > Number(input.dataset.most));
  const tell = () => {
    said.hidden = !tooLarge();
    said.textContent = said.hidden ? "" : input.dataset.tooLarge;
  };
  input.addEventListener("change", tell);
  input.form.addEventListener("submit", (event) => {
    if (!tooLarge()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
  }, { capture: true });
}
