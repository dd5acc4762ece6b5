// Saving and preview. In: input events of the form. Out: a saved draft, and answers (pages,
// problems) handed to `onAnswer`. One request is under way at a time and the newest content wins.

import { form, say } from "./places.js";
import { TwoTexts } from "./both.js";
import { LocalCopy } from "./keep.js";
import { get, post, Refused, SignedOut } from "./server.js";

// Milliseconds after the last key: saved and on paper within a second.
const PAUSE = 600;
const RETRY = [2000, 4000, 8000, 15000, 30000];
const state = document.getElementById("trang-thai-luu");

export const clock = (when) =>
  new Date(when).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });

export class Sync {
  constructor({ urls, owner, revision, onAnswer }) {
    this.urls = urls;
    this.revision = revision;
    this.onAnswer = onAnswer;
    this.copy = new LocalCopy(`vanban:${owner}:${urls.save}`);
    this.kept = true;
    this.two = new TwoTexts(() => this.compared());
    this.version = 0;
    this.sent = 0;
    this.failures = 0;
    this.busy = false;
    this.stopped = false;
    this.timer = 0;
  }

  start() {
    this.last = withoutRevision(this.body());
    this.offerCopy();
    form.addEventListener("input", (event) => event.target.name && this.touch());
    form.addEventListener("change", (event) => event.target.name && this.touch());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (this.dirty || this.failures) this.schedule(0);
    });
    // Shown again from the browser's memory: what it holds may be older than what is saved.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("online", () => this.dirty && this.schedule(0));
    form.addEventListener("submit", () => this.submitted());
    addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      this.schedule(0);
    });
    // Words that were typed before this script had arrived are news too.
    if ([...form.elements].some(changedByHand)) {
      this.last = "";
      this.touch();
    }
    this.look();
  }

  // The first pages. Nothing is saved: this page may be older than what the page before it is
  // still handing over; then it is opened again, as long as nothing has been typed.
  async look() {
    try {
      const answer = await post(this.urls.preview, `${this.body()}&chi_xem=1`);
      if (this.version) return;
      if (answer.revision !== this.revision) return location.reload();
      this.failures = 0;
      this.show("saved", `Đã lưu lúc ${clock(answer.saved_at)}`);
      this.onAnswer(answer);
    } catch (error) {
      this.missed(error);
    }
  }

  get dirty() {
    return this.sent < this.version;
  }

  body() {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("revision", this.revision);
    // The token goes in a header, where it can be renewed after signing in again.
    fields.delete("csrf_token");
    return fields.toString();
  }

  // Leaving a field says "change" for what "input" has said already: only news counts.
  touch() {
    const body = this.body();
    if (withoutRevision(body) === this.last) return;
    this.last = withoutRevision(body);
    this.version += 1;
    this.kept = this.copy.write(body);
    if (!this.failures) this.show("saving", "Đang lưu…");
    this.schedule(PAUSE);
  }

  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.version ? this.run() : this.look()), wait);
  }

  async run() {
    if (this.busy || this.stopped) return;
    this.busy = true;
    const version = this.version;
    try {
      const answer = await post(this.urls.preview, this.body());
      this.took(answer, version);
    } catch (error) {
      this.missed(error);
    }
    this.busy = false;
    if (this.dirty && !this.failures && !this.stopped) this.schedule(0);
  }

  took(answer, version) {
    if (answer.conflict) {
      this.both = answer.both;
      this.two.met();
    }
    this.revision = answer.revision;
    form.elements.revision.value = answer.revision;
    this.sent = version;
    if (this.failures) say("Đã lưu lại được.");
    this.failures = 0;
    if (!this.dirty) {
      this.copy.forget();
      this.show("saved", `Đã lưu lúc ${clock(answer.saved_at)}`);
      this.two.tell();
    }
    this.showLock("");
    if (version === this.version) this.onAnswer(answer);
  }

  // Both texts; what was typed since belongs to what is compared.
  async compared() {
    const url = new URL(this.both, location.href);
    url.searchParams.set("nay", this.revision);
    return get(url);
  }

  missed(error) {
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    if (error instanceof SignedOut) {
      const words = `Phiên đăng nhập đã hết. ${this.where()}`;
      this.show("failed", words, { href: this.urls.signIn, text: "Đăng nhập lại" });
      say(words);
    } else if (error instanceof Refused) {
      // Asking again says the same, until something is typed or the page is looked at again.
      this.show("failed", "Chưa lưu được");
      this.showLock(error.message);
      say(error.message);
      return;
    } else {
      const words = `Chưa lưu được, đang thử lại. ${this.where()}`;
      this.show("failed", words);
      say(words);
    }
    this.schedule(wait);
  }

  // Where the words are while the server does not have them.
  where() {
    if (!this.dirty) return "";
    return this.kept
      ? "Chữ vừa gõ được giữ trong trình duyệt này."
      : "Trình duyệt không giữ được chữ vừa gõ; xin đừng đóng trang này.";
  }

  showLock(sentence) {
    const notice = document.getElementById("bi-khoa");
    notice.hidden = !sentence;
    notice.querySelector("[data-sentence]").textContent = sentence;
    notice.querySelector("[data-kept]").hidden = !this.dirty || !this.kept;
    notice.querySelector("[data-fork]").hidden = !this.dirty;
  }

  show(kind, words, link) {
    state.dataset.state = kind;
    state.textContent = words;
    if (!link) return;
    const a = document.createElement("a");
    Object.assign(a, { href: link.href, textContent: link.text, target: "_blank" });
    state.append(" ", a);
  }

  // The page goes away: hand over what is left. It may be cut off, so the local copy stays.
  leave() {
    if (!this.dirty || this.stopped || this.leaving === this.version) return;
    this.leaving = this.version;
    post(this.urls.save, this.body(), { keepalive: true }).then(
      (answer) => this.leftBehind(answer),
      () => {},
    );
  }

  leftBehind(answer) {
    this.revision = Math.max(this.revision, answer.revision);
    if (this.leaving === this.version) this.copy.forget();
  }

  submitted() {
    // The form itself carries everything now.
    clearTimeout(this.timer);
    form.elements.revision.value = this.revision;
    this.stopped = true;
  }

  offerCopy() {
    const kept = this.copy.read();
    if (!kept || withoutRevision(kept.body) === withoutRevision(this.body())) {
      return this.copy.forget();
    }
    const notice = document.getElementById("khoi-phuc");
    notice.querySelector("[data-when]").textContent = clock(kept.at);
    notice.hidden = false;
    notice.querySelector("[data-restore]").onclick = () => this.restore(kept);
    notice.querySelector("[data-drop]").onclick = () => {
      this.copy.forget();
      notice.hidden = true;
    };
  }

  async restore(kept) {
    try {
      // With the state that it was typed on, so that what others saved since is not passed over.
      const answer = await post(this.urls.save, kept.body);
      this.stopped = true;
      this.copy.forget();
      if (answer.both) location.assign(answer.both);
      else location.reload();
    } catch (error) {
      this.missed(error);
    }
  }
}

// Whether an element no longer holds what the server put into it.
function changedByHand(element) {
  if (!element.name || element.type === "hidden") return false;
  if (element.type === "checkbox") return element.checked !== element.defaultChecked;
  if (element.options) {
    const given = [...element.options].find((option) => option.defaultSelected);
    return element.value !== (given || element.options[0])?.value;
  }
  return "defaultValue" in element && element.value !== element.defaultValue;
}

function withoutRevision(body) {
  const fields = new URLSearchParams(body);
  fields.delete("revision");
  return fields.toString();
}

