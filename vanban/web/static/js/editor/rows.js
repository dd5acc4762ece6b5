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
  const back = wayBack(group, row, index);
  row.remove();
  if (!rowsOf(group).length && isList(group)) addRow(group, null, true);
  announce(group, { kind: "remove", index });
  const next = rowsOf(group)[Math.min(index, rowsOf(group).length - 1)];
  (next ? inputsOf(next)[0] : group.querySelector("[data-add]")).focus();
  if (undo) offerUndo(group, `Đã xóa dòng ${index + 1}.`, back);
}

// Puts one removed row back, with the figures of its column where it names one. Whatever was typed
// since then stays.
function wayBack(group, row, index) {
  const kept = valuesOf(group, row);
  const table = form.querySelector(`[data-columns-from="${group.dataset.rows}"]`);
  const figures = new Map(table ? rowsOf(table).map((each) => [each, figureOf(each, index)]) : []);
  return () => {
    const now = rowsOf(group);
    if (isList(group) && now.length === 1 && !inputsOf(now[0])[0].value) now[0].remove();
    const again = addRow(group, rowsOf(group)[index] || null);
    fillRow(group, again, kept);
    announce(group, { kind: "filled" });
    figures.forEach((value, each) => {
      const cell = each.querySelectorAll("[data-figure] input")[index];
      if (cell) cell.value = value;
    });
    if (table) changed(group.querySelector("input, textarea"));
    inputsOf(again)[0].focus();
  };
}

const figureOf = (row, index) => row.querySelectorAll("[data-figure] input")[index]?.value || "";

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

// A way back to all that the group holds now; it ends with the next word typed in the group.
export function remember(group) {
  const kept = snapshot(group);
  return () => {
    restore(group, kept);
    const first = rowsOf(group)[0];
    if (first) inputsOf(first)[0].focus();
  };
}

export function offerUndo(group, words, back, { untilTyping = false } = {}) {
  form.querySelectorAll("[data-undo]").forEach((old) => old.replaceChildren());
  const notice = group.querySelector(":scope > [data-undo]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = "Hoàn tác";
  button.onclick = () => {
    notice.replaceChildren();
    back();
    say("Đã hoàn tác.");
  };
  notice.replaceChildren(words + " ", button);
  if (!untilTyping) return;
  const end = (event) => {
    if (!event.isTrusted) return;
    group.removeEventListener("input", end);
    button.remove();
  };
  group.addEventListener("input", end);
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
  // In a list of choices these keys open the list.
  const moves = event.altKey && !input.matches("select");
  if (moves && ["ArrowUp", "ArrowDown"].includes(event.key)) {
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
