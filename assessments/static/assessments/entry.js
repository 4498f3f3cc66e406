/* Helps while an assessment is typed: means, second looks, quick keys. Everything is checked again by the server. */
"use strict";

const form = document.getElementById("entry");

/** Reads a figure as the server does: decimal comma or point, any minus sign. NaN if it is none. */
function figure(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  return plain === "" || plain.includes("_") ? NaN : Number(plain);
}

function words(template, ...values) {
  return values.reduce((text, value) => text.replace("%s", value), template);
}

function bounds(row) {
  const end = (text, open) => (text === "None" ? open : Number(text));
  return {
    impossible: [end(row.dataset.low, -Infinity), end(row.dataset.high, Infinity)],
    unusual: [end(row.dataset.usualLow, -Infinity), end(row.dataset.usualHigh, Infinity)],
  };
}

function factor(row) {
  const unit = row.querySelector("select.row-unit");
  return unit ? Number(unit.selectedOptions[0].dataset.factor) : 1;
}

function inputsOf(row, side) {
  return [...row.querySelectorAll(`[data-side="${side}"] input[type="text"]`)];
}

/** What a tick speaks of, spelled as the server spells it. */
function seen(row, side) {
  const texts = inputsOf(row, side).map((input) => input.value.trim()).filter(Boolean);
  return [...texts, row.querySelector(".row-unit input, select.row-unit").value, row.querySelector(".row-method").value].join(" ");
}

function judge(row, values) {
  const { impossible, unusual } = bounds(row);
  const outside = ([low, high]) => values.some((value) => value < low || value > high);
  if (values.some(Number.isNaN)) return ["is-impossible", form.dataset.notANumber];
  if (outside(impossible)) return ["is-impossible", words(form.dataset.impossible, row.dataset.possible)];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (mean < unusual[0] || mean > unusual[1]) return ["is-unusual", words(form.dataset.unusual, row.dataset.usual)];
  return ["", ""];
}

function inWords(row, values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (!Number.isFinite(mean)) return "";
  const rounded = Math.round(mean * 100) / 100;
  const number = String(rounded).replace("-", "−");
  const amount = row.dataset.unit === "deg" ? `${number}°` : `${number} mm`;
  const direction = rounded > 0 ? row.dataset.positive : rounded < 0 ? row.dataset.negative : "";
  const shown = values.length > 1 || factor(row) !== 1 ? `${form.dataset.mean} ${amount}` : direction ? amount : "";
  return [shown, direction].filter(Boolean).join(" ");
}

/** Shows mean, direction and doubts of one side, and asks for the tick where the value is unusual. */
function look(row, side) {
  const output = row.querySelector(`.readings[data-side="${side}"] output`);
  const texts = inputsOf(row, side).map((input) => input.value).filter((text) => text.trim());
  const values = texts.map((text) => figure(text) * factor(row));
  const [kind, doubt] = values.length ? judge(row, values) : ["", ""];
  askForTick(row, side, kind === "is-unusual");
  const said = row.querySelector(`.looks[data-side="${side}"]`).querySelector(".problem, .warning");
  output.className = kind;
  output.textContent = [values.length ? inWords(row, values) : "", said ? "" : doubt].filter(Boolean).join(" – ");
}

function askForTick(row, side, unusual) {
  const place = row.querySelector(`.looks[data-side="${side}"]`);
  const now = seen(row, side);
  if (place.dataset.seen !== undefined && place.dataset.seen !== now) {
    // What was said and ticked spoke of other readings.
    place.replaceChildren();
  }
  place.dataset.seen = now;
  if (unusual && !place.querySelector("input")) place.append(tickFor(row, side, now));
}

function tickFor(row, side, value) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  const name = row.querySelector(`.readings[data-side="${side}"]`).dataset.label;
  label.className = "look";
  Object.assign(box, { type: "checkbox", name: `${row.id}-${side}-checked`, value });
  label.append(box, ` ${form.dataset.checked}${name ? ` (${name})` : ""}`);
  return label;
}

function lookAt(row) {
  row.querySelectorAll(".readings").forEach((cell) => look(row, cell.dataset.side));
}

function count() {
  const measured = [...form.querySelectorAll(".readings")].filter((cell) =>
    inputsOf(cell.closest(".row"), cell.dataset.side).some((input) => input.value.trim()),
  ).length;
  const rated = [...form.querySelectorAll(".scale input:checked")].filter((input) => input.value).length;
  form.querySelector(".bar-summary").textContent = words(form.dataset.summary, measured, rated);
}

/** Digits choose a step of the pain scale; a 0 right after a 1 makes it 10. */
let lastKey = { key: "", at: 0 };
function chooseStep(event) {
  if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const ten = event.key === "0" && lastKey.key === "1" && event.timeStamp - lastKey.at < 800;
  lastKey = { key: event.key, at: event.timeStamp };
  const step = event.target.closest(".scale").querySelector(`input[value="${ten ? "10" : event.key}"]`);
  step.checked = true;
  step.focus();
  step.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Enter goes on to the next scale or wanted reading, as in a spreadsheet, and from the last one to the button. */
function goOn(event) {
  event.preventDefault();
  const following = [...form.querySelectorAll(".scale input:checked, .readings input[data-asked]")].filter(
    (field) => field.checkVisibility() && event.target.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  (following[0] ?? form.querySelector(".bar .primary")).focus();
}

form.addEventListener("input", (event) => {
  const row = event.target.closest(".measure-row");
  if (row && event.target.type !== "checkbox") lookAt(row);
  count();
});

form.addEventListener("change", (event) => {
  if (event.target.name === "protocol") form.requestSubmit(form.querySelector('button[value="protocol"]'));
  if (!event.target.matches(".row-method")) return;
  // Another method prescribes another posture.
  event.target.closest(".row").querySelector(".row-posture").value = event.target.selectedOptions[0].dataset.posture;
  lookAt(event.target.closest(".row"));
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".bar .primary"));
    return;
  }
  if (event.target.matches(".scale input")) chooseStep(event);
  if (event.key === "Enter" && event.target.matches("input:not([type=checkbox]), select")) goOn(event);
});

form.addEventListener("toggle", (event) => {
  // Only who opened it here goes there; the body chart opens it as well.
  const opened = event.target.matches(".region[open]") && document.activeElement?.closest(".region") === event.target;
  if (opened || (event.target.matches(".region[open]") && document.activeElement === document.body)) {
    event.target.querySelector(".scale input:checked").focus();
  }
}, true);

/** A sheet that was just loaded, or came back with a problem, a question or one more row. */
function begin() {
  // A chosen protocol shows its measures by itself.
  form.querySelector('button[value="protocol"]').hidden = true;
  form.querySelectorAll(".measure-row").forEach(lookAt);
  count();
  const asked = form.querySelector(
    "[aria-invalid=true], .field-wrong :is(input, select), .warning ~ .look input:not(:checked), [autofocus]",
  );
  if (asked) {
    asked.focus({ preventScroll: true });
    asked.scrollIntoView({ block: "center" });
  } else if (form.dataset.kind === "new" && document.activeElement === document.body) {
    // Pain comes first: the first digit rates it.
    form.querySelector(".pain-rows .scale input:checked")?.focus({ preventScroll: true });
  }
}

form.addEventListener("sheet:shown", begin);
begin();
