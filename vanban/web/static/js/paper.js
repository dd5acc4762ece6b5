// The page of a locked paper. In: what the editor kept in this browser because it came too late to be
// saved. Out: a form that makes a new paper of it.

import { LocalCopy } from "./editor/keep.js";

const notice = document.getElementById("chu-giu");
const kept = notice && new LocalCopy(notice.dataset.key).read();

if (kept) {
  const form = notice.querySelector("form");
  for (const [name, value] of new URLSearchParams(kept.body)) {
    if (name !== "csrf_token") {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  }
  notice.hidden = false;
}
