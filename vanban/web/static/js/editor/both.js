// Somebody else saved the same meanwhile. In: a piece of HTML with both texts. Out: a notice, and a
// dialog in which one is chosen field by field. Closing it loses nothing.

import { say } from "./places.js";

const notice = document.getElementById("xung-dot");
const dialog = document.getElementById("hai-ban");

dialog?.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
});

// What it held has names that the page has, too.
dialog?.addEventListener("close", () => dialog.querySelector("[data-inside]").replaceChildren());

export function compare(answer) {
  dialog.querySelector("[data-inside]").innerHTML = answer.html;
  if (!dialog.open) dialog.showModal();
}

export class TwoTexts {
  // ask: gives an answer with `html`, both texts as they are now; without it when they are one again.
  constructor(ask) {
    this.ask = ask;
    this.news = false;
    notice.querySelector("[data-compare]").addEventListener("click", () => this.open());
  }

  // A save met another one.
  met() {
    this.news = true;
  }

  // Everything typed is sent: now it can be compared.
  tell() {
    if (!this.news) return;
    this.news = false;
    notice.hidden = false;
    say("Có người khác vừa lưu nội dung này.");
    this.open();
  }

  async open() {
    try {
      const answer = await this.ask();
      if (answer.html) compare(answer);
    } catch {
      // the notice stays and can be pressed again
    }
  }
}
