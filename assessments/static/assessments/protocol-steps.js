/* Moves a measure of a protocol up or down by a button; the numbers in front, which give the order, follow. */
"use strict";

const table = document.querySelector(".field-steps .rows table, .rows table");


function placeOf(row) {
  return row.querySelector('input[name$="-place"]');
}

function filled(row) {
  return Boolean(row.querySelector('select[name$="-taken"]')?.value);
}

function renumber() {
  let place = 0;
  table.querySelectorAll("tbody tr").forEach((row) => {
    placeOf(row).value = filled(row) ? (place += 1) : "";
  });
}

function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  renumber();
}

/** Named like the place itself: "Place, 3 ↑". */
function button(row, sign, step) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "step-mover", textContent: sign });
  made.setAttribute("aria-label", `${placeOf(row).getAttribute("aria-label")} ${sign}`);
  made.addEventListener("click", () => {
    move(row, step);
    made.focus();
  });
  return made;
}

if (table) {
  table.querySelectorAll("tbody tr").forEach((row) => {
    placeOf(row).after(button(row, "↑", -1), button(row, "↓", 1));
  });
  table.addEventListener("change", (event) => {
    if (event.target.matches('select[name$="-taken"]')) renumber();
  });
}
