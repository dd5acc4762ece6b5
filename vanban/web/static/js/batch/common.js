// The common values of a list: rows, earlier texts and the signer as in the editor; saved while she
// types. Without this script the buttons of the form do the same.

import { startColumns } from "../editor/columns.js";
import { startPaste } from "../editor/paste.js";
import { startPersons } from "../editor/person.js";
import { startPickers } from "../editor/picker.js";
import { form } from "../editor/places.js";
import { startRows } from "../editor/rows.js";
import { post, Refused, SignedOut } from "../editor/server.js";
import { startSmall } from "../editor/small.js";

const PAUSE_MS = 1200;
const state = document.getElementById("trang-thai-luu");
let timer = 0;
// One after the other: an older state that arrives last would undo the newer one.
let last = Promise.resolve();

function tell(name, words) {
  state.dataset.state = name;
  state.textContent = words;
}

function why(error) {
  if (error instanceof Refused) return error.message;
  if (error instanceof SignedOut) return "Phiên làm việc đã hết. Bấm nút bên trái để đăng nhập và gửi lại";
  return "Chưa lưu được, máy chủ không trả lời";
}

async function save() {
  tell("saving", "Đang lưu");
  try {
    // `form.action` is the buttons of that name.
    const answer = await post(form.getAttribute("action"), new FormData(form));
    tell("saved", `Đã lưu lúc ${answer.saved_at}`);
  } catch (error) {
    tell("failed", why(error));
  }
}

document.documentElement.classList.add("ed-scripted");
startRows();
startColumns();
startPaste();
startPickers();
startPersons();
startSmall();

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    last = last.then(save);
  }, PAUSE_MS);
}
form.addEventListener("input", later);
form.addEventListener("change", later);
form.addEventListener("rows", later);
form.addEventListener("submit", () => clearTimeout(timer));
