// Soạn văn bản: puts the parts in order. The form works without any of this.

import { settings } from "./places.js";
import { startColumns } from "./columns.js";
import { startOutlines } from "./outline.js";
import { startPaste } from "./paste.js";
import { startPersons } from "./person.js";
import { startPickers } from "./picker.js";
import { showPages, startPreview } from "./preview.js";
import { showNoted, showProblems, startProblems } from "./problems.js";
import { showRewards } from "./rewards.js";
import { startRows } from "./rows.js";
import { startSmall } from "./small.js";
import { Sync } from "./sync.js";

const { urls, owner, revision } = settings();

document.documentElement.classList.add("ed-scripted");
startRows();
startColumns();
startPaste();
startPickers();
startPersons();
startSmall();
const goToBlock = startOutlines();
startProblems(goToBlock);
startPreview(goToBlock);

new Sync({
  urls,
  owner,
  revision,
  onAnswer(answer) {
    showPages(answer);
    showProblems(answer.problems);
    showNoted(answer.noted);
    showRewards(answer.rewards);
  },
}).start();
