/* Moves through the grid as through a spreadsheet: Enter and the arrows up and down stay in the column. */
"use strict";

const form = document.getElementById("entry");

function below(field, step) {
  const rows = [...form.querySelectorAll(".paper-grid tbody tr:not(.paper-remarks)")];
  const cell = field.closest("td");
  const row = rows[rows.indexOf(cell.parentElement) + step];
  return row?.cells[cell.cellIndex].querySelector("input, select");
}

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".bar .primary"));
  } else if (event.target.matches(".paper-grid td input")) {
    const typed = event.target.type === "text";
    const step = event.key === "Enter" || (typed && event.key === "ArrowDown") ? 1 : typed && event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    below(event.target, step)?.focus();
  }
});

function begin() {
  form.querySelector("[aria-invalid=true], .note .look input")?.focus();
}

form.addEventListener("sheet:shown", begin);
begin();
