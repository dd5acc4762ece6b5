// What is wrong, beside its field and as links. In: the server's problems, and what the check of
// form tells of a paper that has none. Out: sentences beside the fields, the lists under "Còn … mục"
// and "Thể thức", and an offer to convert old fonts. A field that is only not filled in yet is not
// scolded before the clerk asks for the finished paper.

import { changed, elementAt, form, goTo, inputAt, say, settings } from "./places.js";
import { post } from "./server.js";

const todo = document.getElementById("con-lai");
const noted = document.getElementById("the-thuc");
const summary = document.getElementById("tom-tat");
let last = [];
let strict = false;

const holder = (place) => elementAt(place)?.closest(".field, [data-rows], [data-person]");

function clear() {
  form.querySelectorAll("[data-error]").forEach((old) => {
    old.hidden = true;
    old.textContent = "";
    old.closest(".field-wrong")?.classList.remove("field-wrong");
  });
  form.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
}

function beside(problem) {
  const box = holder(problem.where);
  const line = box?.querySelector("[data-error]");
  if (!line) return;
  line.textContent += (line.textContent ? " " : "") + problem.sentence;
  line.hidden = false;
  line.parentElement.classList.add("field-wrong");
  const input = inputAt(problem.where);
  if (input?.matches("input, textarea, select")) input.setAttribute("aria-invalid", "true");
}

// A sentence, and the way to its field where it has one.
function line(problem) {
  const item = document.createElement("li");
  const field = elementAt(problem.where);
  if (!field) {
    item.textContent = problem.sentence;
    return item;
  }
  const a = document.createElement("a");
  a.href = "#" + field.id;
  a.textContent = problem.sentence;
  a.dataset.place = problem.where;
  item.append(a);
  return item;
}

function list(into, problems) {
  into.querySelector("ul").replaceChildren(...problems.map(line));
}

// While somebody is typing a date it is wrong most of the time: wait until she leaves the field.
const typing = (problem) => !strict && inputAt(problem.where) === document.activeElement;

// Pressing a button leaves a field first. A sentence that appears then would move the button away
// before the press is over, and it would be no click: it waits until the finger is up.
let pressed = false;
let waiting = false;

function draw() {
  waiting = pressed;
  if (pressed) return;
  clear();
  last.filter((p) => (strict || !p.missing) && !typing(p)).forEach(beside);
}

export function showProblems(problems) {
  const before = last.length;
  last = problems;
  draw();
  list(todo, problems);
  todo.hidden = !problems.length;
  todo.querySelector("summary").textContent = `Còn ${problems.length} mục cần hoàn thiện`;
  document.getElementById("da-du").hidden = problems.length > 0;
  if (strict && summary) {
    list(summary, problems);
    summary.hidden = !problems.length;
  }
  if (before && !problems.length) say("Đã đủ thông tin, có thể tạo văn bản.");
  const old = problems.find((problem) => problem.code === "legacy_text");
  if (old) offerConversion(old.where);
}

export function showNoted(findings) {
  list(noted, findings);
  noted.hidden = !findings.length;
  noted.querySelector("summary").textContent = `Thể thức: ${findings.length} chỗ nên xem lại`;
}

// -- old fonts -----------------------------------------------------------------------------------

const refused = new Set();

async function offerConversion(place) {
  const input = inputAt(place);
  if (!input || refused.has(input.value) || document.querySelector("[data-conversion]")) return;
  const asked = input.value;
  const found = await post(settings().urls.convert, { text: asked }).catch(() => null);
  if (!found?.converted || document.querySelector("[data-conversion]")) return;
  const notice = document.getElementById("chuyen-ma").content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-encoding]").textContent = found.encoding;
  const sample = found.converted.trim();
  notice.querySelector("[data-sample]").textContent =
    sample.length > 240 ? sample.slice(0, 240) + "…" : sample;
  notice.querySelector("[data-convert]").onclick = () => {
    // The field may have been drawn anew since the offer was made.
    const now = inputAt(place) ?? input;
    now.value = found.converted;
    notice.remove();
    now.focus();
    changed(now);
  };
  notice.querySelector("[data-keep]").onclick = () => {
    refused.add(input.value);
    notice.remove();
    input.focus();
  };
  holder(place).append(notice);
}

function released() {
  // The click comes right behind this.
  setTimeout(() => {
    pressed = false;
    if (waiting) draw();
  });
}

export function startProblems(goToBlock) {
  strict = settings().strict;
  document.addEventListener("pointerdown", () => (pressed = true), true);
  document.addEventListener("pointerup", released, true);
  document.addEventListener("pointercancel", released, true);
  form.addEventListener("focusout", () => setTimeout(draw));
  document.addEventListener("click", (event) => {
    const a = event.target.closest("a[data-place]");
    if (!a) return;
    event.preventDefault();
    todo.open = noted.open = false;
    if (!goToBlock(a.dataset.place)) goTo(a.dataset.place);
  });
  if (summary && !summary.hidden) summary.focus();
}
