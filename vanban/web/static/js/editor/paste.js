// Paste from Excel, Word or Calc into a list or a table. In: the clipboard. Out: filled rows, from
// the cell with the cursor to the right and down, new rows where there are none; with a header row,
// by the names of the columns. One undo takes the whole paste back.

import { fold, form } from "./places.js";
import { addRow, groupOf, inputsOf, number, offerUndo, remember, rowOf, rowsOf } from "./rows.js";

// Cells of the clipboard: from its HTML table when it has one, otherwise tabs and lines.
export function gridOf(clipboard) {
  const html = clipboard.getData("text/html");
  if (html.includes("<table")) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (table) return [...table.rows].map((row) => [...row.cells].map(textOf)).filter(notEmpty);
  }
  return parseTabs(clipboard.getData("text/plain")).filter(notEmpty);
}

const textOf = (cell) => oneLine(cell.textContent);
const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const notEmpty = (row) => row.some((cell) => cell);

export function parseTabs(text) {
  const rows = [[]];
  const cell = /("(?:[^"]|"")*"(?=[\t\r\n]|$)|[^\t\r\n]*)(\t|\r?\n|\r|$)/gy;
  for (let found; cell.lastIndex <= text.length && (found = cell.exec(text)); ) {
    const quoted = found[1].startsWith('"') && found[1].endsWith('"') && found[1].length > 1;
    rows.at(-1).push(oneLine(quoted ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]));
    if (found[2] === "") break;
    if (found[2] !== "\t") rows.push([]);
  }
  return rows;
}

// Which input of the row each pasted column goes to; header says whether row 0 names the columns.
export function columnsFor(grid, labels, start) {
  const names = labels.map(fold);
  const matched = grid[0].map((cell) => match(fold(cell), names));
  const hits = matched.filter((place) => place >= 0).length;
  if (hits >= 2 || (hits === 1 && grid[0].length <= 2 && grid.length > 1)) {
    return { header: true, columns: matched };
  }
  const skip = isCounter(grid) ? 1 : 0;
  return { header: false, columns: grid[0].map((_, i) => (i < skip ? -1 : start + i - skip)) };
}

function match(cell, names) {
  if (!cell) return -1;
  const exact = names.indexOf(cell);
  if (exact >= 0) return exact;
  return cell.length < 4 ? -1 : names.findIndex((name) => name.startsWith(cell) || cell.startsWith(name));
}

// A first column 1, 2, 3 … beside others is the STT of the sheet.
function isCounter(grid) {
  return grid.length > 1 && grid[0].length > 1 && grid.every((row, i) => row[0] === String(i + 1));
}

function labelsOf(row) {
  return inputsOf(row).map((input) => input.labels[0]?.textContent.trim() || "");
}

function put(input, text, missed) {
  if (!input || text === undefined) return;
  if (!input.matches("select")) {
    input.value = text;
    return;
  }
  const wanted = fold(text);
  const option = [...input.options].find((o) => fold(o.text) === wanted || fold(o.value) === wanted);
  if (option) input.value = option.value;
  else if (text) missed.push(text);
}

export function fill(group, row, input, grid) {
  const start = inputsOf(row).indexOf(input);
  const { header, columns } = columnsFor(grid, labelsOf(row), start);
  const body = header ? grid.slice(1) : grid;
  const missed = [];
  let index = rowsOf(group).indexOf(row);
  const isTable = group.dataset.kind === "table";
  const first = index;
  body.forEach((cells) => {
    if (index >= rowsOf(group).length) addRow(group);
    const inputs = inputsOf(rowsOf(group)[index]);
    if (isTable) cells.forEach((text, i) => columns[i] >= 0 && put(inputs[columns[i]], text, missed));
    else put(inputs[0], cells.join(" ").trim(), missed);
    index += 1;
  });
  number(group);
  inputsOf(rowsOf(group)[first])[Math.max(start, 0)].focus();
  return { count: body.length, missed };
}

function report({ count, missed }) {
  const words = `Đã dán ${count} dòng.`;
  if (!missed.length) return words;
  const seen = [...new Set(missed)].slice(0, 3).map((text) => `“${text}”`);
  return `${words} Có ${missed.length} ô không nằm trong danh sách chọn: ${seen.join(", ")}. Hãy chọn lại.`;
}

function onPaste(event) {
  const input = event.target;
  const row = input.closest?.("[data-row]") && rowOf(input);
  if (!row || !event.clipboardData) return;
  const grid = gridOf(event.clipboardData);
  // A single cell is an ordinary paste, at the cursor.
  if (!grid.length || (grid.length === 1 && grid[0].length === 1)) return;
  const group = groupOf(row);
  if (group.dataset.kind === "list" && grid.length === 1) return;
  event.preventDefault();
  const back = remember(group);
  const done = fill(group, row, input, grid);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  group.dispatchEvent(new CustomEvent("rows", { bubbles: true, detail: { kind: "filled" } }));
  offerUndo(group, report(done), back, { untilTyping: true });
}

// A text of one line stays one line, whatever the clipboard holds.
function onInput(event) {
  const box = event.target;
  if (box.matches("textarea[data-one-line]") && /[\r\n]/.test(box.value)) {
    const at = box.selectionEnd;
    box.value = box.value.replace(/\r?\n/g, " ");
    box.setSelectionRange(at, at);
  }
}

export function startPaste() {
  form.addEventListener("paste", onPaste);
  form.addEventListener("input", onInput);
  form.addEventListener("keydown", (event) => {
    const inRow = event.target.closest("[data-row]");
    if (event.key === "Enter" && event.target.matches("textarea[data-one-line]") && !inRow) {
      event.preventDefault();
    }
  });
}
