/* Fills the empty lines of a table with what was done last time. Without it the lines are filled by hand. */
"use strict";

(() => {
  const show = () => document.querySelectorAll("[data-same-again]").forEach((button) => { button.hidden = false; });

  function fill(name) {
    const lines = JSON.parse(document.getElementById("last-time").textContent);
    const field = (number, column) => document.querySelector(`[name="${name}-${number}-${column}"]`);
    const total = Number(document.querySelector(`[name="${name}-TOTAL_FORMS"]`).value);
    const empty = [...Array(total).keys()].filter((number) => !field(number, "technique").value);
    lines.slice(0, empty.length).forEach((line, position) => {
      for (const [column, value] of Object.entries(line)) {
        const input = field(empty[position], column);
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    field(empty[0] ?? 0, "minutes").focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-same-again]");
    if (button) fill(button.dataset.sameAgain);
  });
  document.addEventListener("sheet:shown", show);
  show();
})();
