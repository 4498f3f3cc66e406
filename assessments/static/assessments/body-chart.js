/* The body chart shows and sets the fields of the form around it; how a page includes it is said in its template. */
"use strict";

const TEN_WITHIN = 800; // milliseconds between the 1 and the 0 of a 10

/** Where the value of a spot is kept: the radio buttons, the list or the input of its region and side. */
function controlsOf(spot) {
  const form = spot.closest("form");
  return [...form.querySelectorAll(`[name="${spot.dataset.field}"]`)];
}

function ratingOf(spot) {
  const controls = controlsOf(spot);
  const holder = controls[0]?.type === "radio" ? controls.find((control) => control.checked) : controls[0];
  return holder ? holder.value : "";
}

function rate(spot, rating) {
  const controls = controlsOf(spot);
  let changed = controls[0];
  if (changed?.type === "radio") {
    changed = controls.find((control) => control.value === rating);
    if (changed) changed.checked = true;
  } else if (changed) {
    changed.value = rating;
  }
  changed?.dispatchEvent(new Event("input", { bubbles: true }));
  changed?.dispatchEvent(new Event("change", { bubbles: true }));
}

function words(template, ...values) {
  return values.reduce((text, value) => text.replace("%s", value), template);
}

/** Writes on the spot what its field holds. */
function show(spot) {
  const { rated, notAsked } = spot.closest(".body-chart").dataset;
  const rating = ratingOf(spot);
  if (rating === "") delete spot.dataset.pain;
  else spot.dataset.pain = rating;
  const said = rating === "" ? words(notAsked, spot.dataset.name) : words(rated, spot.dataset.name, rating);
  spot.querySelector(".spot-rating").textContent = rating;
  spot.querySelector("title").textContent = said;
  spot.setAttribute("aria-label", said);
}

/** Brings the row of a spot into sight. */
function reveal(spot) {
  const row = document.getElementById(spot.getAttribute("href").slice(1));
  for (let around = row; around; around = around.parentElement) {
    if (around.hidden) around.hidden = false;
    if (around.tagName === "DETAILS" && around.contains(row) && around !== row) around.open = true;
  }
  return row;
}

function goToField(spot) {
  const row = reveal(spot);
  const controls = controlsOf(spot);
  const field = controls.find((control) => control.checked) ?? controls[0];
  field?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function middleOf(spot) {
  const { left, top, width, height } = spot.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The nearest spot in a direction: one straight ahead is nearer than one to the side. */
function neighbour(spot, spots, [dx, dy]) {
  const here = middleOf(spot);
  const ahead = spots.map((other) => {
    const { x, y } = middleOf(other);
    const forward = (x - here.x) * dx + (y - here.y) * dy;
    const sideways = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    return { other, forward, distance: forward + 2 * sideways };
  });
  return ahead.filter(({ forward }) => forward > 4).sort((a, b) => a.distance - b.distance)[0]?.other;
}

/** One stop of the Tab key for the whole chart; the arrow keys go on from there. */
function stopAt(spots, stop) {
  spots.forEach((spot) => spot.setAttribute("tabindex", spot === stop ? "0" : "-1"));
}

let lastKey = { key: "", at: 0 };
function digitRates(event, spot) {
  const ten = event.key === "0" && lastKey.key === "1" && event.timeStamp - lastKey.at < TEN_WITHIN;
  lastKey = { key: event.key, at: event.timeStamp };
  rate(spot, ten ? "10" : event.key);
  reveal(spot);
}

function onKey(event, spots) {
  const spot = event.target.closest(".spot");
  if (!spot || event.ctrlKey || event.metaKey || event.altKey) return;
  if (DIRECTIONS[event.key]) neighbour(spot, spots, DIRECTIONS[event.key])?.focus();
  else if (/^[0-9]$/.test(event.key)) digitRates(event, spot);
  else if (event.key === "Delete" || event.key === "Backspace") rate(spot, "");
  else if (event.key === "Enter" || event.key === " ") goToField(spot);
  else return;
  event.preventDefault();
}

function bind(chart) {
  const spots = [...chart.querySelectorAll(".spot")];
  const showAll = () => spots.forEach(show);
  spots.forEach((spot) => spot.setAttribute("role", "button"));
  showAll();
  stopAt(spots, spots.find((spot) => spot.dataset.pain) ?? spots.find((spot) => spot.dataset.field.includes("low_back")) ?? spots[0]);
  chart.addEventListener("keydown", (event) => onKey(event, spots));
  chart.addEventListener("focusin", (event) => stopAt(spots, event.target.closest(".spot")));
  chart.addEventListener("click", (event) => {
    const spot = event.target.closest(".spot");
    if (!spot) return;
    event.preventDefault();
    goToField(spot);
  });
  chart.bodyChart = showAll;
}

function eachChart(within) {
  within.querySelectorAll(".body-chart").forEach((chart) => (chart.bodyChart ? chart.bodyChart() : bind(chart)));
}

eachChart(document);
document.addEventListener("input", (event) => event.target.form && eachChart(event.target.form));
document.addEventListener("reset", (event) => setTimeout(() => eachChart(event.target)));
window.addEventListener("pageshow", () => eachChart(document));
// A part of the page was replaced, and the chart with it.
document.addEventListener("sheet:shown", () => eachChart(document));
document.addEventListener("live:swapped", () => eachChart(document));
