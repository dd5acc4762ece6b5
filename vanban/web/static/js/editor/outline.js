// The body of the paper. In: its text. Out: beside it "Cách hiểu", line by line, from the server; a
// chosen level is written as a label at the start of the line ("{Đoạn văn} …"), where the server
// reads it.

import { changed, form, goTo, settings } from "./places.js";
import { follow } from "./preview.js";
import { post } from "./server.js";

const PAUSE = 300;
const LABEL = /^\s*\{[^{}]{1,40}\}\s?/;
const AUTOMATIC = "";

class Outline {
  constructor(text, { url, short, levels }) {
    this.text = text;
    this.url = url;
    this.short = short;
    this.levels = levels;
    this.list = document.getElementById(text.dataset.outline);
    this.blocks = [];
    this.timer = 0;
    this.wanted = 0;
    text.addEventListener("input", () => this.schedule());
    for (const name of ["keyup", "click", "focus"]) text.addEventListener(name, () => this.here());
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.read();
  }

  schedule() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), PAUSE);
  }

  async read() {
    const asked = (this.wanted += 1);
    try {
      const answer = await post(this.url, { text: this.text.value });
      if (asked === this.wanted) this.show(answer);
    } catch {
      // The saving beside it says that the server is away; the last reading stays.
    }
  }

  show({ blocks, problems }) {
    this.blocks = blocks;
    const notices = Map.groupBy ? Map.groupBy(problems, (p) => p.block) : group(problems);
    this.list.replaceChildren(
      ...blocks.map((block, index) => this.item(block, index, notices.get(index) || [])),
    );
    this.list.parentElement.hidden = !blocks.length;
    this.here();
  }

  item(block, index, notices) {
    const item = make("li", "ed-block");
    item.dataset.block = index;
    item.dataset.level = block.cap;
    const level = make("button", "ed-level", this.levels[block.cap]);
    level.type = "button";
    level.title = "Đổi cách hiểu dòng này";
    const words = `${block.so} ${block.loi}`.trim();
    const text = make("span", "ed-block-text", words.length > 90 ? words.slice(0, 88) + "…" : words);
    level.setAttribute("aria-label", `${this.levels[block.cap]}: ${text.textContent}. Đổi cách hiểu`);
    item.append(level, text);
    for (const notice of notices) item.append(make("p", "ed-notice", notice.sentence));
    return item;
  }

  onClick(event) {
    const item = event.target.closest("[data-block]");
    if (!item || event.target.matches("select")) return;
    const index = Number(item.dataset.block);
    const button = event.target.closest(".ed-level");
    if (button && this.blocks[index].line !== null) this.choose(item, button, index);
    else this.caretTo(index);
  }

  choose(item, button, index) {
    const select = make("select", "ed-level-choice");
    select.setAttribute("aria-label", "Cách hiểu dòng này");
    const labelled = LABEL.test(this.lines()[this.blocks[index].line]);
    if (labelled) select.append(new Option("Tự nhận", AUTOMATIC));
    for (const [cap, name] of Object.entries(this.levels)) select.append(new Option(name, cap));
    select.value = this.blocks[index].cap;
    button.replaceWith(select);
    select.focus();
    // Taking the list away makes it lose the focus, which asks for this again.
    let open = true;
    const done = () => {
      if (open) {
        open = false;
        select.replaceWith(button);
      }
    };
    select.addEventListener("blur", done);
    select.addEventListener("keydown", (event) => {
      if (event.key === "Escape" || event.key === "Enter") {
        done();
        button.focus();
      }
    });
    select.addEventListener("change", () => {
      this.label(this.blocks[index].line, select.value);
    });
  }

  lines() {
    return this.text.value.split("\n");
  }

  label(line, cap) {
    const lines = this.lines();
    const bare = lines[line].replace(LABEL, "");
    lines[line] = cap === AUTOMATIC ? bare : `{${this.short[cap]}} ${bare}`;
    this.text.value = lines.join("\n");
    changed(this.text);
  }

  caretTo(index) {
    const line = this.blocks[index]?.line;
    this.text.focus({ preventScroll: true });
    if (line !== null && line !== undefined) {
      const start = this.lines().slice(0, line).join("\n").length + (line ? 1 : 0);
      this.text.setSelectionRange(start, start);
    }
    this.text.scrollIntoView({ block: "nearest" });
    this.scrollToLine(line || 0);
    this.here();
  }

  // The box scrolls by itself; bring the line roughly to its middle.
  scrollToLine(line) {
    const share = line / Math.max(this.lines().length, 1);
    this.text.scrollTop = share * this.text.scrollHeight - this.text.clientHeight / 2;
  }

  here() {
    if (document.activeElement !== this.text) return;
    const line = this.text.value.slice(0, this.text.selectionStart).split("\n").length - 1;
    const index = this.blocks.findIndex((block) => block.line === line);
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    if (index < 0) return;
    const item = this.list.children[index];
    item.setAttribute("aria-current", "true");
    const top = item.offsetTop - this.list.clientHeight / 2;
    this.list.scrollTop = Math.max(0, top);
    follow(`${this.text.name}.${index}`);
  }
}

function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function group(problems) {
  const by = new Map();
  for (const problem of problems) by.set(problem.block, [...(by.get(problem.block) || []), problem]);
  return by;
}

// Returns what the preview calls for a click on a block of the body: true when it was one.
export function startOutlines() {
  const { urls, short, levels } = settings();
  const all = [...form.querySelectorAll("textarea[data-outline]")].map(
    (text) => new Outline(text, { url: urls.outline, short, levels }),
  );
  return (place) => {
    const [name, block] = place.split(".");
    const found = all.find((outline) => outline.text.name === name);
    if (!found || block === undefined) return false;
    goTo(name);
    found.caretTo(Number(block));
    return true;
  };
}
