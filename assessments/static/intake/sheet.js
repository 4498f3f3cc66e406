/* The patient's sheet: a lost connection loses no answer. Nothing is kept on the device; without script the form is
   simply sent. */
"use strict";

const FIRST_WAIT = 2; // seconds until the first new attempt; each further one waits twice as long
const LONGEST_WAIT = 30;

const sheet = document.getElementById("sheet");
const state = document.getElementById("send-state");
const button = sheet.querySelector(".send .primary");
let waiting = 0;
let wait = FIRST_WAIT;
let sending = false;
let touched = false;

function say(words) {
  state.textContent = words;
  state.hidden = words === "";
}

/** What the server refused is shown by sending the form as a browser does: the answer is a page with every reason. */
function sendPlainly() {
  touched = false;
  sheet.submit();
}

async function send() {
  clearTimeout(waiting);
  if (sending) return;
  sending = true;
  button.disabled = true;
  say(state.dataset.sending);
  try {
    const answer = await fetch(location.href, { method: "POST", body: new FormData(sheet), cache: "no-store" });
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    if (!answer.redirected) return sendPlainly();
    touched = false;
    location.replace(answer.url);
  } catch {
    say(state.dataset.lost);
    waiting = setTimeout(send, wait * 1000);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  } finally {
    sending = false;
    button.disabled = false;
  }
}

sheet.addEventListener("submit", (event) => {
  if (event.submitter?.name === "language") {
    touched = false;
    return;
  }
  event.preventDefault();
  send();
});
sheet.addEventListener("input", () => (touched = true));
window.addEventListener("online", () => waiting && send());
window.addEventListener("beforeunload", (event) => touched && event.preventDefault());
