// A file that is dropped on the form. In: what was dropped. Out: it stands in the file field, as if
// it had been chosen; nothing travels before the button is pressed.

const input = document.getElementById("tep");
const place = input.closest(".check-drop");

for (const name of ["dragover", "dragleave", "drop"]) {
  place.addEventListener(name, (event) => {
    event.preventDefault();
    place.toggleAttribute("data-over", name === "dragover");
  });
}
place.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  const one = new DataTransfer();
  one.items.add(event.dataTransfer.files[0]);
  input.files = one.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

input.form.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) event.submitter.textContent = input.form.dataset.busy;
});
