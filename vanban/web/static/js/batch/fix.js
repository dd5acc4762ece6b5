// Wrong cells. In: a cell that was changed. Out: it is kept at once, and its row says what is still
// wrong with it. Without this script one button saves every cell and checks again.

import { compare } from "../editor/both.js";
import { post, Refused } from "../editor/server.js";

function show(element, sentences) {
  element.textContent = sentences.join(" ");
  element.hidden = sentences.length === 0;
}

function showRow(row, told) {
  show(row.querySelector("[data-row-error]"), told.row);
  for (const box of row.querySelectorAll("[data-cell]")) {
    const wrong = told.cells[box.dataset.cell] || [];
    show(box.querySelector("[data-error]"), wrong);
    box.classList.toggle("field-wrong", wrong.length > 0);
    const input = box.querySelector("input, select, textarea");
    if (wrong.length > 0) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  const fine = told.row.length === 0 && Object.keys(told.cells).length === 0;
  row.classList.toggle("batch-mended", fine);
  row.querySelector("[data-said]").textContent = fine ? "Đã sửa xong dòng này" : "Đã lưu";
}

async function keep(form, row) {
  const body = new FormData();
  for (const input of row.querySelectorAll("input, select, textarea")) {
    body.append(input.name, input.value);
  }
  try {
    const answer = await post(form.getAttribute("action"), body);
    for (const [name, stamp] of Object.entries(answer.stamps)) {
      row.querySelector(`[name="${name}"]`).value = stamp;
    }
    showRow(row, answer.rows[row.dataset.batchRow]);
    if (!answer.html) return;
    row.classList.remove("batch-mended");
    row.querySelector("[data-said]").textContent = "Chưa lưu: ô này vừa được sửa ở nơi khác";
    compare(answer);
  } catch (error) {
    const words = error instanceof Refused ? error.message : "Chưa lưu được; bấm “Lưu và kiểm tra lại”";
    row.querySelector("[data-said]").textContent = words;
  }
}

// One after the other: an older state that arrives last would undo the newer one.
let last = Promise.resolve();

for (const form of document.querySelectorAll("form[data-fix]")) {
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-batch-row]");
    if (row) last = last.then(() => keep(form, row));
  });
}
