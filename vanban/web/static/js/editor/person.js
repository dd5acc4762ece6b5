// The signer. In: a choice from the office's signers, or a right to sign. Out: filled parts, and
// only those parts on show that this right needs. What is hidden keeps its text.

import { changed, form, settings } from "./places.js";

const ALWAYS = ["quyen_han", "chuc_vu", "ho_ten", "chuc_vu_khac"];

function fit(group, rights) {
  const right = group.querySelector("[data-part=quyen_han] select").value;
  const needed = new Set([...ALWAYS, ...(rights[right] || [])]);
  group.querySelectorAll("[data-part]").forEach((part) => {
    part.hidden = !needed.has(part.dataset.part);
  });
}

function take(group, signer) {
  for (const [name, value] of Object.entries(signer)) {
    const input = group.querySelector(`[data-part="${name}"]`)?.querySelector("input, select");
    if (input) input.value = value;
  }
}

export function startPersons() {
  const { signers, rights } = settings();
  for (const group of form.querySelectorAll("[data-person]")) {
    const choice = group.querySelector("[data-signers]");
    choice?.addEventListener("change", () => {
      if (choice.value === "") return;
      take(group, signers[Number(choice.value)]);
      fit(group, rights);
      changed(group.querySelector("[data-part=ho_ten] input"));
    });
    group.querySelector("[data-part=quyen_han]").addEventListener("change", () => fit(group, rights));
    fit(group, rights);
  }
}
