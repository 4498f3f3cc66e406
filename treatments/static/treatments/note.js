/* Fills the empty lines of a table with what was done last time. Without it the lines are filled by hand. */
"use strict";

(() => {
  const button = document.querySelector("[data-same-again]");
  const data = document.getElementById("last-time");
  if (!button || !data) return;
  const name = button.dataset.sameAgain;
  const lines = JSON.parse(data.textContent);
  const field = (number, column) => document.querySelector(`[name="${name}-${number}-${column}"]`);
  const total = () => Number(document.querySelector(`[name="${name}-TOTAL_FORMS"]`).value);

  button.hidden = false;
  button.addEventListener("click", () => {
    const empty = [...Array(total()).keys()].filter((number) => !field(number, "technique").value);
    lines.slice(0, empty.length).forEach((line, position) => {
      for (const [column, value] of Object.entries(line)) {
        const input = field(empty[position], column);
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    field(empty[0] ?? 0, "minutes").focus();
  });
})();
