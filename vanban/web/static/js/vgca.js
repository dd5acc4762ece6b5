// Signing with VGCA Sign Service, a program on this very computer (docs/dev/vgca.md). In: the form
// on the page of a paper. Out: a message to the program, and sentences about how far it is. The
// program itself fetches the file and brings it back; here nothing of the paper passes through.

import { get, post, Refused, SignedOut } from "./editor/server.js";

const PROGRAM = "wss://127.0.0.1:8987/";
const CONNECT_MS = 8_000;
const LOOK_MS = 1_500;
// How long the server may look at the file that was brought, or be out of reach.
const PATIENCE_MS = 60_000;

const NOT_THERE =
  "Không thấy chương trình VGCA Sign Service trên máy này. Xin mở chương trình (biểu tượng chữ V ở " +
  "góc dưới màn hình) rồi bấm ký lại. Nếu chương trình đang chạy thì trình duyệt chưa tin chứng thư " +
  "của nó: xin nhờ người quản trị máy xem mục ký số trong hướng dẫn. Vẫn có thể tải tệp về, ký và " +
  "tải lên.";
const NOT_HTTPS =
  "Trình duyệt chỉ cho trang https nối với chương trình trên máy này, mà địa chỉ của Vanban đang là " +
  "http. Xin báo người quản trị; trong khi đó vẫn có thể tải tệp về, ký và tải lên.";
const NOT_ALLOWED =
  "Trình duyệt đang chặn trang này nối với chương trình trên máy. Xin bấm vào biểu tượng bên trái " +
  "địa chỉ, cho phép truy cập ứng dụng trên thiết bị này, rồi bấm ký lại.";
const CLOSED =
  "VGCA Sign Service đã đóng khi chưa ký xong. Văn bản vẫn nguyên như trước; bấm ký lại khi sẵn sàng.";
const TOO_LATE =
  "Đã quá thời gian chờ ký nên lần ký này dừng lại. Văn bản vẫn nguyên như trước; xin bấm ký lại.";
const STILL_JUDGED =
  "Máy chủ đã nhận tệp nhưng chưa xét xong. Xin tải lại trang sau ít phút để xem kết quả.";
const STOPPED =
  "Đã dừng chờ. Nếu anh/chị vẫn ký xong ở cửa sổ VGCA Sign Service thì máy chủ vẫn nhận; tải lại " +
  "trang để xem.";
const NOTHING_CAME = "đã ký, nhưng tệp đã ký chưa về tới máy chủ";
const SIGNED_OUT = "Phiên làm việc đã hết. Xin tải lại trang, đăng nhập rồi bấm ký lại.";
const AWAY = "Chưa nối được với máy chủ. Xin kiểm tra mạng rồi bấm ký lại.";
const TOLD = {
  cho_tai: "Đã gọi VGCA Sign Service. Xin xem cửa sổ của chương trình.",
  da_tai: "VGCA Sign Service đã nhận tệp. Xin chọn chứng thư, vị trí và nhập mã PIN ở cửa sổ đó.",
  dang_xet: "Đã nhận tệp đã ký, máy chủ đang xem chữ ký…",
};

const WITH_THE_PROGRAM = { cho_tai: true, da_tai: true };

// A try that ended without a signature. The message is for the reader.
class Ended extends Error {}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// Opens the way to the program. A browser says only that it failed, so the likely causes are asked.
async function connect(action) {
  const socket = new WebSocket(PROGRAM + action);
  const opened = new Promise((done, fail) => {
    socket.addEventListener("open", done, { once: true });
    socket.addEventListener("close", fail, { once: true });
    setTimeout(fail, CONNECT_MS);
  });
  try {
    await opened;
  } catch {
    socket.close();
    throw new Ended(await whyNot());
  }
  return socket;
}

async function whyNot() {
  if (!window.isSecureContext) return NOT_HTTPS;
  try {
    // Chrome asks the reader once before a page may reach a program of this computer.
    const found = await navigator.permissions.query({ name: "loopback-network" });
    if (found.state === "denied") return NOT_ALLOWED;
  } catch {
    // This browser does not know that permission: it does not ask for it either.
  }
  return NOT_THERE;
}

// What the program answers when its window is closed. undefined: it went away without a word.
function answerOf(socket) {
  return new Promise((done) => {
    socket.addEventListener("message", (event) => done(read(event.data)), { once: true });
    socket.addEventListener("close", () => done(undefined), { once: true });
  });
}

function read(text) {
  try {
    const answer = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? answer : {};
  } catch {
    return {};
  }
}

function refusal(answer) {
  if (answer === undefined) return CLOSED;
  const why = typeof answer.Message === "string" ? answer.Message.trim().slice(0, 300) : "";
  const code = Number.isInteger(answer.Status) ? ` (mã ${answer.Status})` : "";
  const said = why ? `VGCA Sign Service báo: ${why}${code}.` : `VGCA Sign Service không ký${code}.`;
  return `${said.replace("..", ".")} Văn bản vẫn nguyên như trước; bấm ký lại khi sẵn sàng.`;
}

class Signing {
  constructor(form) {
    this.form = form;
    this.told = form.querySelector("[data-vgca-told]");
    this.stop = form.querySelector("[data-vgca-stop]");
    this.button = form.querySelector('button[type="submit"]');
    this.socket = null;
    this.button.hidden = false;
    // Before the listeners of the page: this form is never sent as a form.
    form.addEventListener("submit", (event) => this.submit(event), { capture: true });
    this.stopped = false;
    this.stop.addEventListener("click", () => {
      this.stopped = true;
      this.socket?.close();
    });
  }

  submit(event) {
    event.preventDefault();
    if (!this.socket && !this.button.disabled) this.run();
  }

  async run() {
    this.stopped = false;
    this.busy(true);
    this.say("Đang nối với VGCA Sign Service…");
    try {
      this.socket = await connect(this.form.dataset.vgca);
      // Only now, so that addresses are made for a program that is there.
      const errand = await post(this.form.action, new FormData(this.form));
      this.socket.send(JSON.stringify(errand.gui));
      await this.follow(errand, answerOf(this.socket));
      location.assign(errand.xong);
    } catch (error) {
      this.say(sentence(error), "error");
      this.busy(false);
    } finally {
      this.socket?.close();
      this.socket = null;
    }
  }

  // The server is asked all the while: it knows that the signed file has come, whatever the program
  // says or forgets to say.
  async follow(errand, answering) {
    let found = null;
    let since = Date.now();
    let before = "";
    answering.then((answer) => (found = { answer }));
    for (;;) {
      await Promise.race([wait(LOOK_MS), found ? wait(LOOK_MS) : answering]);
      const closed = found;
      const { trang_thai: state, loi: sentences } = await look(errand.theo_doi);
      if (state !== before) since = Date.now();
      before = state;
      if (state === "xong") return;
      if (state === "tu_choi") throw new Ended(sentences.join(" "));
      if (state === "het_han") throw new Ended(TOO_LATE);
      const long = Date.now() - since > PATIENCE_MS;
      if (state === "" && long) throw new Ended(AWAY);
      if (state === "dang_xet" && long) throw new Ended(STILL_JUDGED);
      if (state in WITH_THE_PROGRAM && closed) throw new Ended(this.refusal(closed.answer));
      this.say(TOLD[state] || TOLD.cho_tai);
    }
  }

  refusal(answer) {
    if (this.stopped) return STOPPED;
    return refusal(answer?.Status === 0 ? { Message: NOTHING_CAME } : answer);
  }

  busy(is) {
    this.button.disabled = is;
    this.stop.hidden = !is;
  }

  say(text, kind = "") {
    if (this.told.textContent === text) return;
    this.told.textContent = text;
    this.told.classList.toggle("error", kind === "error");
  }
}

// One look that fails is a moment without a network, not the end of a signing.
async function look(address) {
  try {
    return await get(address);
  } catch {
    return { trang_thai: "", loi: [] };
  }
}

function sentence(error) {
  if (error instanceof Ended || error instanceof Refused) return error.message;
  if (error instanceof SignedOut) return SIGNED_OUT;
  return AWAY;
}

document.querySelectorAll("form[data-vgca]").forEach((form) => new Signing(form));
