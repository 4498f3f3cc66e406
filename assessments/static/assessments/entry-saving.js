/* Saves the page in the background, so that a lost connection or an expired login loses nothing.

   The form stays as it is until the server has answered. It carries an id of its own: however often it is sent, it is
   recorded once. Without this script the form sends itself. */
import { forget, keep, kept, tidy } from "./entry-drafts.js";

const PATIENCE = 30_000; // milliseconds for one answer
const PAUSE = 400; // milliseconds after the last key before a draft is kept

const form = document.getElementById("entry");
const state = document.getElementById("save-state");
const offer = document.getElementById("draft-offer");
const says = state.dataset;
let busy = false;
let typed = false;
let leaving = false;
let again = null; // the button of an attempt that failed

function say(text, kind = "") {
  state.className = `save-state ${kind}`;
  state.querySelector(".save-text").textContent = text;
  state.querySelector(".save-again").hidden = kind !== "is-lost" && kind !== "is-out";
  state.querySelector(".save-login").hidden = kind !== "is-out";
}

function setBusy(now) {
  busy = now;
  form.setAttribute("aria-busy", String(now));
  form.querySelectorAll(".bar .primary").forEach((button) => { button.disabled = now; });
}

async function ask(method, body, url = location.href) {
  const headers = { Accept: "application/json, text/html;q=0.9", "X-Requested-With": "XMLHttpRequest" };
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(url, { method, body, headers, signal, credentials: "same-origin" });
  if (answer.headers.get("Content-Type")?.includes("json")) return { answer, location: (await answer.json()).location };
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

/** A login in between changes the token that a form must carry; it also tells who is there now. */
async function whoIsThere() {
  const { page } = await ask("GET");
  const fresh = page?.getElementById("entry");
  if (!fresh) return page?.querySelector("input[type=password]") ? "out" : "refused";
  if (fresh.dataset.person !== form.dataset.person) return "other";
  const token = "[name=csrfmiddlewaretoken]";
  form.querySelector(token).value = fresh.querySelector(token).value;
  return "same";
}

async function send(data, url) {
  const first = await ask("POST", data, url);
  if (first.answer.status !== 403) return first;
  const person = await whoIsThere();
  if (person !== "same") return { person };
  data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  return ask("POST", data, url);
}

function failed(button, text, kind) {
  again = button;
  say(text, kind);
}

/** What the server made of it: recorded, shown again with what is wrong, or a login that has ended. */
function take(result, button) {
  const shown = result.page?.getElementById("entry");
  if (result.location) {
    // A key pressed just before, or while the next page is on its way, must not leave a draft of what is recorded.
    leaving = true;
    clearTimeout(pause);
    forget(form);
    location.assign(result.location);
  } else if (shown) {
    say("");
    form.replaceChildren(...shown.childNodes);
    form.dispatchEvent(new CustomEvent("sheet:shown", { bubbles: true }));
    keep(form);
  } else if (result.person === "other") failed(button, says.other, "is-other");
  else if (result.person === "out" || result.page?.querySelector("input[type=password]")) failed(button, says.out, "is-out");
  else if (result.person === "refused" || result.answer?.status === 403) failed(button, says.refused, "is-other");
  else failed(button, says.broken, "is-lost");
}

async function submit(button, data) {
  if (busy) return;
  setBusy(true);
  say(says.saving);
  try {
    take(await send(data, button?.hasAttribute("formaction") ? button.formAction : location.href), button);
  } catch {
    failed(button, says.lost, "is-lost");
  }
  if (!leaving) setBusy(false);
}

function fieldsFor(button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  return data;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit(event.submitter, fieldsFor(event.submitter));
});

document.addEventListener("click", (event) => {
  if (event.target.matches(".save-again")) submit(again, fieldsFor(again));
});
addEventListener("online", () => {
  if (state.matches(".is-lost")) submit(again, fieldsFor(again));
});

let pause;
form.addEventListener("input", () => {
  if (leaving) return;
  typed = true;
  clearTimeout(pause);
  pause = setTimeout(() => keep(form), PAUSE);
});
addEventListener("pagehide", () => clearTimeout(pause));
addEventListener("beforeunload", (event) => {
  if (typed && !leaving) event.preventDefault();
});

async function offerDraft() {
  tidy(form);
  const draft = await kept(form);
  if (!draft) return;
  offer.querySelector(".draft-time").textContent = new Date(draft.at).toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });
  offer.hidden = false;
  offer.querySelector(".draft-continue").addEventListener("click", () => {
    const data = new FormData();
    draft.fields.forEach(([name, value]) => data.append(name, value));
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("another", "draft");
    offer.hidden = true;
    typed = true;
    submit(null, data);
  });
  offer.querySelector(".draft-drop").addEventListener("click", () => {
    forget(form);
    offer.hidden = true;
    form.querySelector(".pain-rows .scale input:checked")?.focus();
  });
}

offerDraft();
