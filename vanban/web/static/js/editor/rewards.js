// Award money. In: what the rule gives each row, raw and rounded. Out: the words beside the row and
// the figure that is printed when the clerk types none.

import { form } from "./places.js";

export function showRewards(byField) {
  for (const [name, rewards] of Object.entries(byField)) {
    form.querySelectorAll(`[data-rows="${name}"] [data-row]`).forEach((row) => {
      const line = row.querySelector("[data-reward]");
      const input = row.querySelector("[data-money]");
      if (!line || !input) return;
      const reward = rewards[row.dataset.row];
      input.placeholder = reward ? reward.rounded : "";
      line.textContent = reward ? words(reward) : "";
    });
  }
}

function words({ he_so: factor, raw, rounded }) {
  const exact = raw === rounded ? "" : `${raw} → `;
  return `Theo quy định: ${factor} lần lương cơ sở = ${exact}${rounded} đồng`;
}
