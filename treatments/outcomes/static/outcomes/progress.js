/* Follows a report until it is finished, then shows it. */
"use strict";

(() => {
  const waiting = document.querySelector("[data-progress-url]");
  const bar = waiting.querySelector("progress");
  const sentence = waiting.querySelector("[role=status]");

  async function look() {
    const answer = await fetch(waiting.dataset.progressUrl, { headers: { Accept: "application/json" } });
    // Logged out or no longer allowed: the page itself says so.
    if (answer.redirected || !answer.ok) return window.location.reload();
    const report = await answer.json();
    if (report.finished) return window.location.reload();
    bar.value = report.progress;
    if (sentence.textContent !== report.sentence) sentence.textContent = report.sentence;
    return setTimeout(follow, 1000);
  }

  function follow() {
    // Without a connection it is asked again, less often.
    look().catch(() => setTimeout(follow, 5000));
  }

  setTimeout(follow, 1000);
})();
