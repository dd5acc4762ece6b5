// The list of findings and the marks on the pages. In: a click or a key on one of the two. Out: the
// other one is in sight, and both are marked. Without this, each still leads to the other.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const both = (number) => document.querySelectorAll(`[data-finding="${number}"], [data-mark="${number}"]`);

function choose(number) {
  for (const old of document.querySelectorAll("[data-now]")) old.removeAttribute("data-now");
  for (const each of both(number)) each.toggleAttribute("data-now", true);
}

function show(element) {
  element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-mark]");
  const finding = event.target.closest("[data-finding]");
  if (mark) {
    event.preventDefault();
    choose(mark.dataset.mark);
    const item = document.getElementById(`loi-${mark.dataset.mark}`);
    show(item);
    (item.querySelector("a") ?? item).focus({ preventScroll: true });
  } else if (finding) {
    const number = finding.dataset.finding;
    const place = document.getElementById(`cho-${number}`);
    choose(number);
    if (!place) return;
    show(place);
    if (event.target.closest("[data-to-mark]")) {
      event.preventDefault();
      place.focus({ preventScroll: true });
    }
  }
});

const asked = /^#(?:loi|cho)-(\d+)$/.exec(location.hash);
if (asked) choose(asked[1]);
