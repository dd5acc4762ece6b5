// Earlier texts of the office. In: the lists that the page came with (buttons that also work
// without this script). Out: a chosen text in the field, and a search that ignores accents.

import { changed, fold, form } from "./places.js";
import { addRow, groupOf, inputsOf, rowsOf } from "./rows.js";

function take(button) {
  const text = button.querySelector("[data-text]").textContent;
  const group = groupOf(button);
  const input = group ? emptyLine(group) : document.getElementById(button.dataset.for);
  input.value = text;
  changed(input);
  refresh(button.closest("[data-picker]"));
  if (!group) {
    button.closest("details").open = false;
    input.focus();
  }
}

function emptyLine(group) {
  const empty = rowsOf(group).find((row) => !inputsOf(row)[0].value.trim());
  return inputsOf(empty || addRow(group))[0];
}

// Texts that are in the list already are marked, not hidden: they show that nothing is missing.
function refresh(picker) {
  const group = groupOf(picker);
  const used = new Set(group ? rowsOf(group).map((row) => fold(inputsOf(row)[0].value)) : []);
  const wanted = fold(picker.querySelector("[data-search]").value);
  let shown = 0;
  picker.querySelectorAll("[data-option]").forEach((option) => {
    const text = fold(option.querySelector("[data-text]").textContent);
    option.hidden = !wanted.split(" ").every((word) => text.includes(word));
    option.querySelector("button").setAttribute("aria-pressed", String(used.has(text)));
    shown += option.hidden ? 0 : 1;
  });
  picker.querySelector("[data-none]").hidden = shown > 0;
}

export function startPickers() {
  for (const picker of form.querySelectorAll("[data-picker]")) {
    const search = picker.querySelector("[data-search]");
    search.closest("[hidden]")?.removeAttribute("hidden");
    search.addEventListener("input", () => refresh(picker));
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const first = picker.querySelector("[data-option]:not([hidden]) button");
      if (first) take(first);
    });
    picker.addEventListener("toggle", () => {
      refresh(picker);
      if (picker.open) search.focus();
    });
    picker.addEventListener("click", (event) => {
      const button = event.target.closest("[data-option] button");
      if (!button) return;
      event.preventDefault();
      take(button);
    });
    picker.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !picker.contains(event.relatedTarget)) picker.open = false;
    });
    picker.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      picker.open = false;
      picker.querySelector("summary").focus();
    });
  }
}
