// How the files of a list are named. In: the pattern as she types it. Out: the names of the first
// rows, or what is wrong with it. Without this script the button "Xem thử" shows the same.

const PAUSE_MS = 250;
const form = document.querySelector("[data-names]");
const list = form.querySelector("[data-names-list]");
const error = form.querySelector("[data-names-error]");
const voice = form.querySelector("[data-names-voice]");
let timer = 0;
let asked = 0;

function show(told) {
  error.textContent = told.error;
  error.hidden = !told.error;
  list.replaceChildren(
    ...told.names.map((name) => {
      const line = document.createElement("li");
      line.append(document.createElement("code"));
      line.firstChild.textContent = name;
      return line;
    }),
  );
  voice.textContent = told.error || told.names[0] || "";
}

async function look() {
  const mine = ++asked;
  const typed = new URLSearchParams({ mau: form.elements.mau.value });
  if (form.elements.dau.checked) typed.set("dau", "1");
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(`${form.dataset.names}?${typed}`, { headers });
    // An answer that comes late is about what stood there before.
    if (answer.ok && !answer.redirected && mine === asked) show(await answer.json());
  } catch {
    // The server is away for a moment; the names come with the next letter.
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE_MS);
});
