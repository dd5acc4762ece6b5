// Places in the form. In: names of inputs ("khen_thuong-3-ho_ten") and places of problems and boxes
// ("khen_thuong.3.ho_ten"). Out: the elements that show them.

export const form = document.getElementById("soan");

export const placeOf = (name) => name.replaceAll("-", ".");

export function settings() {
  return JSON.parse(document.getElementById("cai-dat").textContent);
}

export function above(place) {
  const cut = place.lastIndexOf(".");
  return cut < 0 ? "" : place.slice(0, cut);
}

// The element of a place, or of the nearest place above it that the form shows.
export function elementAt(place) {
  for (let p = place; p; p = above(p)) {
    const found = document.getElementById(p.replaceAll(".", "-"));
    if (found) return found;
  }
  return null;
}

// What receives the cursor there: the input itself, or the first one inside a group.
export function inputAt(place) {
  const element = elementAt(place);
  if (!element) return null;
  if (element.matches("input, textarea, select")) return element;
  return element.querySelector("input:not([type=hidden]), textarea, select") || element;
}

export function goTo(place) {
  const input = inputAt(place);
  if (!input) return;
  for (let box = input.closest("details"); box; box = box.parentElement.closest("details")) {
    box.open = true;
  }
  input.focus({ preventScroll: true });
  input.scrollIntoView({ block: "center", behavior: gentle() });
}

export function gentle() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

// Words without marks, so that "quyet dinh" finds "Quyết định".
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/đ/gi, "d")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

// Tell everyone (saving, preview, columns) that a value was changed by the script.
export function changed(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

// Spoken by screen readers, seen by nobody: said once, when something is worth interrupting for.
export function say(words) {
  const voice = document.getElementById("loi-noi");
  if (voice.textContent !== words) voice.textContent = words;
}
