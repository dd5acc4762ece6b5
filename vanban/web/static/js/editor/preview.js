// The true pages beside the form. In: the server's answer (pages, boxes) and where the cursor is.
// Out: page pictures that change without a jump, a mark on the place being edited, and a click on
// the paper that leads to its field.

import { above, form, gentle, goTo, placeOf } from "./places.js";

const view = document.getElementById("trang-xem");
const list = view.querySelector("[data-pages]");
const NEAR = 0.04;

let boxes = [];
let current = "";

export function showPages(answer) {
  boxes = answer.boxes;
  view.dataset.empty = answer.pages.length ? "" : "1";
  answer.pages.forEach((page, index) => {
    const figure = list.children[index] || list.appendChild(newPage(index));
    const image = figure.querySelector("img");
    // The old picture stays until the new one is there (HTML Standard: pending image request).
    if (image.getAttribute("src") !== page.url) image.src = page.url;
    image.width = page.width;
    image.height = page.height;
  });
  while (list.children.length > answer.pages.length) list.lastElementChild.remove();
  view.querySelector("[data-count]").textContent = count(answer.pages.length);
  // A place that has only now come to paper is shown once; later the paper stays where it is.
  const known = list.querySelector(".ed-mark");
  mark();
  if (!known) bringIntoView();
}

const count = (pages) => (pages ? `${pages} trang` : "");

function newPage(index) {
  const figure = document.createElement("li");
  figure.className = "ed-page";
  figure.dataset.page = index;
  const image = document.createElement("img");
  image.alt = `Trang ${index + 1} của văn bản`;
  if (index > 1) image.loading = "lazy";
  const marks = document.createElement("div");
  marks.className = "ed-marks";
  marks.setAttribute("aria-hidden", "true");
  figure.append(image, marks);
  return figure;
}

// Boxes of a place: its own, those inside it, or those of the nearest place above.
export function boxesOf(place, all = boxes) {
  for (let p = place; p; p = above(p)) {
    const own = all.filter((box) => box.key === p);
    if (own.length) return own;
    const inside = all.filter((box) => box.key.startsWith(p + "."));
    if (inside.length && p === place) return inside;
  }
  return [];
}

function mark() {
  list.querySelectorAll(".ed-mark").forEach((old) => old.remove());
  for (const box of boxesOf(current)) {
    const marks = list.children[box.page]?.querySelector(".ed-marks");
    if (!marks) continue;
    const element = document.createElement("span");
    element.className = "ed-mark";
    element.style.left = `${box.x * 100 - 0.6}%`;
    element.style.top = `${box.y * 100 - 0.2}%`;
    element.style.width = `${box.w * 100 + 1.2}%`;
    element.style.height = `${box.h * 100 + 0.4}%`;
    marks.append(element);
  }
}

function bringIntoView() {
  const first = list.querySelector(".ed-mark");
  if (!first || !view.matches("[data-beside]")) return;
  const frame = view.getBoundingClientRect();
  const place = first.getBoundingClientRect();
  if (place.top >= frame.top + 40 && place.bottom <= frame.bottom) return;
  const top = view.scrollTop + place.top - frame.top - frame.height / 3;
  view.scrollTo({ top, behavior: gentle() });
}

// While the preview stands beside the form it scrolls by itself; below the form it must not.
function watchLayout() {
  const beside = matchMedia("(min-width: 64rem)");
  const set = () => view.toggleAttribute("data-beside", beside.matches);
  beside.addEventListener("change", set);
  set();
}

export function follow(place) {
  if (place === current) return;
  current = place;
  mark();
  bringIntoView();
}

export function placeUnder(page, x, y, all = boxes) {
  const here = all.filter((box) => box.page === page);
  const inside = here
    .filter((b) => x >= b.x - 0.01 && x <= b.x + b.w + 0.01 && y >= b.y && y <= b.y + b.h)
    .sort((a, b) => a.w * a.h - b.w * b.h);
  if (inside.length) return inside[0].key;
  const distance = (b) => Math.max(b.y - y, y - b.y - b.h, 0);
  const near = here.filter((b) => distance(b) < NEAR).sort((a, b) => distance(a) - distance(b));
  return near.length ? near[0].key : "";
}

export function startPreview(goToBlock) {
  watchLayout();
  list.addEventListener("click", (event) => {
    const figure = event.target.closest("[data-page]");
    if (!figure) return;
    const area = figure.getBoundingClientRect();
    const x = (event.clientX - area.left) / area.width;
    const y = (event.clientY - area.top) / area.height;
    const place = placeUnder(Number(figure.dataset.page), x, y);
    if (!place) return;
    if (!goToBlock(place)) goTo(place);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.name && !event.target.matches("[data-outline]")) {
      follow(placeOf(event.target.name));
    }
  });
}
