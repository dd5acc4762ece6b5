// What every page gains from a script; without it each page still works.

// Posts that are signed in and cannot come from another site. Returns the Response.
export function post(url, body, options = {}) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  return fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    ...options,
    headers: { Accept: "application/json", "X-CSRFToken": token, ...options.headers },
  });
}

// Text boxes grow with what is typed, where the browser cannot do it by itself.
function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

export function watchGrowing(root) {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of root.querySelectorAll("textarea[data-grow]")) {
    area.addEventListener("input", () => grow(area));
    grow(area);
  }
}

// Parts of a signer that only some rights use are hidden while they are idle and empty.
function watchSigner(box) {
  const right = box.querySelector('select[name$="-quyen_han"]');
  const update = () => {
    for (const part of box.querySelectorAll("[data-needed-for]")) {
      const needed = part.dataset.neededFor.split(" ").includes(right.value);
      const filled = [...part.querySelectorAll("input")].some((input) => input.value !== "");
      part.hidden = !needed && !filled;
    }
  };
  right.addEventListener("change", update);
  update();
}

watchGrowing(document);
document.querySelectorAll("[data-signer]").forEach(watchSigner);

for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}

// After a refused form the reader starts at the list of what is wrong.
document.querySelector(".error-summary")?.focus();

// A second press on a slow machine must not send a form twice; one that answers with a download
// (data-again) leaves the page as it is and may be sent again.
for (const form of document.querySelectorAll('form[method="post"]:not([data-again])')) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
