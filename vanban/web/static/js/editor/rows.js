// Rows of lists and tables: add, remove, move, undo. In: clicks and keys. Out: changed rows whose
// names are numbered 0, 1, 2 …, and a "rows" event on the group.

import { changed, form, say } from "./places.js";

export const groups = () => [...form.querySelectorAll("[data-rows]")];
export const groupOf = (element) => element.closest("[data-rows]");
export const rowOf = (element) => element.closest("[data-row]");
export const rowsOf = (group) => [...group.querySelector("[data-list]").children];
export const inputsOf = (row) => [...row.querySelectorAll("input, textarea, select")];
const isList = (group) => group.dataset.kind === "list";
const RENAMED = ["name", "id", "for", "aria-describedby", "aria-labelledby", "data-place"];

export function number(group) {
  rowsOf(group).forEach((row, index) => {
    rename(row, group.dataset.rows, row.dataset.row, String(index));
    row.dataset.row = index;
    row.querySelectorAll("[data-number]").forEach((e) => (e.textContent = index + 1));
    row.querySelectorAll("[data-say]").forEach((e) => {
      e.setAttribute("aria-label", e.dataset.say.replace("{}", index + 1));
    });
  });
}

function rename(row, base, from, to) {
  if (from === to) return;
  const dashed = new RegExp(`(^|[ -])(${base}-)${from}(?=-| |$)`, "g");
  const button = new RegExp(`^([a-z_]+:${base}:)${from}$`);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const key of RENAMED) {
      const value = element.getAttribute(key);
      if (value) element.setAttribute(key, value.replace(dashed, `$1$2${to}`));
    }
    if (element.matches("button")) element.value = element.value.replace(button, `$1${to}`);
  }
}

function announce(group, detail) {
  number(group);
  group.dispatchEvent(new CustomEvent("rows", { bubbles: true, detail }));
  changed(group.querySelector("input, textarea, select, button"));
}

export function addRow(group, before = null, quiet = false) {
  const template = group.querySelector(":scope > template[data-blank]");
  const row = template.content.firstElementChild.cloneNode(true);
  group.querySelector("[data-list]").insertBefore(row, before);
  if (quiet) return row;
  announce(group, { kind: "add", index: rowsOf(group).indexOf(row) });
  return row;
}

export function removeRow(row, { undo = true } = {}) {
  const group = groupOf(row);
  const index = rowsOf(group).indexOf(row);
  const back = undo ? remember(group) : null;
  row.remove();
  if (!rowsOf(group).length && isList(group)) addRow(group, null, true);
  announce(group, { kind: "remove", index });
  const next = rowsOf(group)[Math.min(index, rowsOf(group).length - 1)];
  (next ? inputsOf(next)[0] : group.querySelector("[data-add]")).focus();
  if (undo) offerUndo(group, `Đã xóa dòng ${index + 1}.`, back);
}

export function moveRow(row, step, focused) {
  const group = groupOf(row);
  const rows = rowsOf(group);
  const index = rows.indexOf(row);
  const other = rows[index + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  announce(group, { kind: "move", index, to: index + step });
  focused.focus();
  say(`Dòng ${index + 1} đã chuyển thành dòng ${index + step + 1}.`);
}

// -- values of rows, for undo and paste --------------------------------------------------------

const suffix = (group, input) => input.name.replace(/^[a-z0-9_]+-[0-9_]+/, "");

export function valuesOf(group, row) {
  const pairs = inputsOf(row)
    .filter((input) => input.name)
    .map((input) => [suffix(group, input), input.type === "checkbox" ? input.checked : input.value]);
  return Object.fromEntries(pairs);
}

export function fillRow(group, row, values) {
  for (const input of inputsOf(row)) {
    const value = values[suffix(group, input)];
    if (value === undefined) continue;
    if (input.type === "checkbox") input.checked = value;
    else input.value = value;
  }
}

const snapshot = (group) => rowsOf(group).map((row) => valuesOf(group, row));

function restore(group, kept) {
  rowsOf(group).forEach((row) => row.remove());
  const rows = kept.map(() => addRow(group, null, true));
  announce(group, { kind: "restore" });
  rows.forEach((row, index) => fillRow(group, row, kept[index]));
  announce(group, { kind: "filled" });
}

// A way back to what the group holds now; with it goes the table whose columns it names.
export function remember(group) {
  const table = form.querySelector(`[data-columns-from="${group.dataset.rows}"]`);
  const kept = [group, table].filter(Boolean).map((each) => [each, snapshot(each)]);
  return () => kept.forEach(([each, values]) => restore(each, values));
}

export function offerUndo(group, words, back) {
  const notice = group.querySelector(":scope > [data-undo]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = "Hoàn tác";
  button.onclick = () => {
    back();
    notice.replaceChildren();
    const first = rowsOf(group)[0];
    if (first) inputsOf(first)[0].focus();
    say("Đã hoàn tác.");
  };
  notice.replaceChildren(words + " ", button);
}

// -- buttons and keys ----------------------------------------------------------------------------

const BUTTONS = {
  xoa: (row) => removeRow(row),
  len: (row, button) => moveRow(row, -1, button),
  xuong: (row, button) => moveRow(row, 1, button),
};

function onClick(event) {
  const button = event.target.closest("button[name=action]");
  if (!button) return;
  const verb = button.value.split(":", 1)[0];
  if (verb === "them") {
    event.preventDefault();
    inputsOf(addRow(groupOf(button)))[0].focus();
  } else if (BUTTONS[verb]) {
    event.preventDefault();
    BUTTONS[verb](rowOf(button), button);
  }
}

function onKey(event) {
  const input = event.target;
  const row = rowOf(input);
  if (!row || event.isComposing) return;
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    moveRow(row, event.key === "ArrowUp" ? -1 : 1, input);
  } else if (event.key === "Enter" && input.matches("input, textarea")) {
    event.preventDefault();
    down(row, input);
  } else if (event.key === "Backspace" && isList(groupOf(row)) && input.value === "") {
    if (rowsOf(groupOf(row)).length < 2) return;
    event.preventDefault();
    const before = row.previousElementSibling;
    removeRow(row, { undo: false });
    if (before) inputsOf(before)[0].focus();
  }
}

// Enter: in a list a new line below; in a table the same column of the next row.
function down(row, input) {
  const group = groupOf(row);
  const column = inputsOf(row).indexOf(input);
  const next = row.nextElementSibling;
  const target = isList(group) || !next ? addRow(group, next) : next;
  inputsOf(target)[column].focus();
}

export function startRows() {
  form.addEventListener("click", onClick);
  form.addEventListener("keydown", onKey);
}
