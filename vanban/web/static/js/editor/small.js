// Small helps: money gets its dots, a date can be picked, a field that depends on another steps
// back, boxes grow with their text.

import { changed, form } from "./places.js";

function dots(input) {
  const figures = input.value.replace(/[\s.]/g, "");
  if (/^[0-9]{4,15}$/.test(figures)) {
    input.value = figures.replace(/\B(?=(\d{3})+$)/g, ".");
  }
}

function addPicker(input) {
  const picker = document.createElement("input");
  picker.type = "date";
  picker.tabIndex = -1;
  picker.className = "ed-date-native";
  picker.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button ed-date-button";
  button.textContent = "Chọn ngày";
  button.addEventListener("click", () => {
    const [day, month, year] = input.value.split(/[/.-]/).map((part) => part.trim());
    if (year) picker.value = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    input.value = picker.value.split("-").reverse().join("/");
    changed(input);
    input.focus();
  });
  input.after(button, picker);
}

function dependent(field) {
  const [name, value] = field.dataset.showWhen.split("=");
  const other = form.elements[name];
  const set = () => {
    const now = other.type === "checkbox" ? (other.checked ? "1" : "") : other.value;
    field.hidden = value === undefined ? !now : now !== value;
  };
  other.addEventListener("change", set);
  set();
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

export function startSmall() {
  form.addEventListener("focusout", (event) => event.target.matches("[data-money]") && dots(event.target));
  form.querySelectorAll("[data-date]").forEach(addPicker);
  form.querySelectorAll("[data-show-when]").forEach(dependent);
  if (!CSS.supports("field-sizing", "content")) {
    form.querySelectorAll("textarea[data-one-line]").forEach(grow);
    form.addEventListener("input", (e) => e.target.matches("textarea[data-one-line]") && grow(e.target));
  }
}
