/* Whoever logs out leaves nothing behind in the browser: see entry-drafts.js. */
"use strict";

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#logout-form, [data-ends-session]")) return;
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith("plumbline.draft/")) sessionStorage.removeItem(name);
  }
});
