// Columns of figures that follow a list of headings ("Các kỳ" → "Số liệu theo kỳ"). In: changes of
// the list. Out: as many cells in every row of the table, each labelled with its heading. A column
// that holds figures is never dropped because its heading is empty for a moment.

import { form } from "./places.js";
import { groups, inputsOf, rowsOf } from "./rows.js";

const cellsOf = (row) => [...row.querySelectorAll("[data-figure]")];
const inputOf = (cell) => cell.querySelector("input");

function headingsOf(list) {
  const headings = rowsOf(list).map((row) => inputsOf(row)[0].value.trim());
  while (headings.length && !headings.at(-1)) headings.pop();
  return headings;
}

function used(table) {
  const last = rowsOf(table).map((row) =>
    cellsOf(row).reduce((most, cell, i) => (inputOf(cell).value.trim() ? i + 1 : most), 0),
  );
  return Math.max(0, ...last);
}

function fit(table, headings) {
  const width = Math.max(headings.length, used(table));
  const template = table.querySelector("template[data-figure-blank]");
  for (const row of rowsOf(table)) {
    const cells = cellsOf(row);
    const box = row.querySelector("[data-figures]");
    for (let i = cells.length; i < width; i += 1) {
      box.append(template.content.firstElementChild.cloneNode(true));
    }
    cells.slice(width).forEach((cell) => cell.remove());
    cellsOf(row).forEach((cell, i) => label(cell, table, row, i, headings[i]));
  }
}

function label(cell, table, row, column, heading) {
  const input = inputOf(cell);
  input.name = `${table.dataset.rows}-${row.dataset.row}-gia_tri-${column}`;
  input.id = input.name;
  const error = cell.querySelector("[data-error]");
  error.id = `e-${input.name}`;
  input.setAttribute("aria-describedby", error.id);
  const text = cell.querySelector("label");
  text.htmlFor = input.id;
  text.textContent = heading || `Cột ${column + 1}`;
}

// A removed or moved heading takes its figures along.
function carry(table, { kind, index, to }) {
  for (const row of rowsOf(table)) {
    const cells = cellsOf(row);
    if (kind === "remove") cells[index]?.remove();
    if (kind === "move" && cells[index] && cells[to]) {
      if (to < index) cells[to].before(cells[index]);
      else cells[to].after(cells[index]);
    }
    if (kind === "add" && index < cells.length) {
      const blank = table.querySelector("template[data-figure-blank]").content.firstElementChild;
      cells[index].before(blank.cloneNode(true));
    }
  }
}

export function startColumns() {
  for (const table of groups().filter((group) => group.dataset.columnsFrom)) {
    const list = form.querySelector(`[data-rows="${table.dataset.columnsFrom}"]`);
    list.addEventListener("rows", (event) => {
      carry(table, event.detail);
      fit(table, headingsOf(list));
    });
    list.addEventListener("input", () => fit(table, headingsOf(list)));
    table.addEventListener("rows", () => fit(table, headingsOf(list)));
    fit(table, headingsOf(list));
  }
}
