// The common values of a list: rows, earlier texts and the signer as in the editor; saved while she
// types. Without this script the buttons of the form do the same.

import { TwoTexts } from "../editor/both.js";
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
let under = 0;
let leaving = false;
const notice = document.getElementById("xung-dot");
const two = new TwoTexts(() => inTurn(sent));

function tell(name, words) {
  state.dataset.state = name;
  state.textContent = words;
}

function why(error) {
  if (error instanceof Refused) return error.message;
  if (error instanceof SignedOut) return "Phiên làm việc đã hết. Bấm nút bên trái để đăng nhập và gửi lại";
  return "Chưa lưu được, máy chủ không trả lời";
}

// The answer; `html` in it: others saved meanwhile, nothing is kept, and she chooses.
async function send() {
  tell("saving", "Đang lưu");
  // `form.action` is the buttons of that name.
  const answer = await post(form.getAttribute("action"), new FormData(form));
  if (answer.html) {
    tell("failed", "Chưa lưu: nội dung này vừa được lưu ở nơi khác");
  } else {
    form.elements.goc.value = answer.seen;
    notice.hidden = true;
    tell("saved", `Đã lưu lúc ${answer.saved_at}`);
  }
  return answer;
}

function inTurn(act) {
  last = last.then(act);
  return last;
}

async function sent() {
  under += 1;
  try {
    return await send();
  } catch (error) {
    tell("failed", why(error));
    return {};
  } finally {
    under -= 1;
  }
}

async function save() {
  const answer = await sent();
  // Told once: whoever puts it off goes on typing.
  if (!answer.html || !notice.hidden) return;
  two.met();
  two.tell();
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
  timer = setTimeout(() => inTurn(save), PAUSE_MS);
}
form.addEventListener("input", later);
form.addEventListener("change", later);
form.addEventListener("rows", later);
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!under) return;
  // What is under way would be taken for somebody else's: send after it has come back.
  event.preventDefault();
  last.then(() => form.requestSubmit(event.submitter));
});
document.addEventListener("submit", (event) => {
  leaving = !event.defaultPrevented;
});
addEventListener("beforeunload", (event) => {
  if (state.dataset.state === "failed" && !leaving) event.preventDefault();
});
// Shown again from the browser's memory: what it holds may be older than what is saved.
addEventListener("pageshow", (event) => event.persisted && location.reload());
