// The run. In: the address of its progress. Out: words and a bar that are true each second; at the
// end the results. Without this script the page loads itself anew.

const EVERY_MS = 1000;
const SPOKEN = 10;
const box = document.querySelector("[data-progress]");
const bar = box.querySelector("progress");
const voice = box.querySelector("[data-voice]");
let spoken = 0;

function show(told) {
  bar.max = told.total || 1;
  bar.value = told.done;
  for (const element of box.querySelectorAll("[data-told]")) {
    const words = told[element.dataset.told];
    if (element.textContent !== words) element.textContent = words;
    element.hidden = !words;
  }
  // A screen reader hears every tenth part, not every second.
  const part = Math.floor((SPOKEN * told.done) / (told.total || 1));
  if (part > spoken) {
    spoken = part;
    voice.textContent = told.said;
  }
}

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.redirected) return location.reload();
    if (answer.ok) {
      const told = await answer.json();
      show(told);
      if (told.state === "xong") return location.assign(box.dataset.results);
      if (told.state !== "dang_tao") return location.reload();
    }
  } catch {
    // The server is away for a moment: the run goes on without us.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
