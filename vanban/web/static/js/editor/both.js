// Somebody else saved the same draft meanwhile. In: where the two texts are compared. Out: a notice,
// and a dialog in which one is chosen field by field. Both are saved already; closing loses nothing.

import { say } from "./places.js";
import { get } from "./server.js";

const notice = document.getElementById("xung-dot");
const dialog = document.getElementById("hai-ban");

export class TwoTexts {
  constructor(revision) {
    this.revision = revision;
    this.url = "";
    this.news = false;
    notice.querySelector("[data-compare]").addEventListener("click", () => this.open());
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-close]")) return;
      event.preventDefault();
      dialog.close();
    });
  }

  // A save met another one.
  met(url) {
    this.url = url;
    this.news = true;
  }

  // Everything typed is saved: now it can be compared.
  tell() {
    if (!this.news) return;
    this.news = false;
    notice.hidden = false;
    say("Có người khác vừa lưu văn bản này.");
    this.open();
  }

  async open() {
    const url = new URL(this.url, location.href);
    // What was typed since belongs to what is compared.
    url.searchParams.set("nay", this.revision());
    try {
      const answer = await get(url);
      dialog.querySelector("[data-inside]").innerHTML = answer.html;
    } catch {
      return; // the notice stays and can be pressed again
    }
    if (!dialog.open) dialog.showModal();
  }
}
