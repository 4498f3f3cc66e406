/* While a person's details are typed: who may be registered already, and whether a guardian is needed. Without this
   script the same is said when the form is saved, and the guardian's fields are always there. */
"use strict";

(() => {
  const place = document.getElementById("alike");
  const form = place?.closest("form");
  if (!form) return;
  const TYPING = 400;
  const ASKED = ["family_name", "given_name", "second_script_name", "birth_date", "birth_year", "sex", "phone", "email"];
  const guardian = form.querySelector("fieldset.guardian");
  let timer;
  let question = 0;

  form.addEventListener("input", (event) => {
    if (!ASKED.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, TYPING);
  });

  async function look() {
    const asked = (question += 1);
    const typed = new FormData();
    for (const name of [...ASKED, "csrfmiddlewaretoken"]) typed.set(name, form.elements[name]?.value ?? "");
    if (form.elements.another_person?.checked) typed.set("another_person", "on");
    let found;
    try {
      const answer = await fetch(place.dataset.url, { method: "POST", body: typed, credentials: "same-origin" });
      if (answer.redirected || !answer.ok) return;
      found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".alike");
    } catch {
      return; // The same is looked up again when the form is saved.
    }
    if (asked !== question || !found) return;
    const before = place.querySelector(".duplicates ul")?.textContent;
    if (before !== found.querySelector(".duplicates ul")?.textContent) place.replaceChildren(document.importNode(found, true));
    else place.querySelector(".alike").dataset.minor = found.dataset.minor;
    ask();
  }

  /* The guardian's fields are there for a minor, and while something stands in them. */
  function ask() {
    if (!guardian) return;
    const typed = [...guardian.querySelectorAll("input")].some((field) => field.value);
    guardian.classList.toggle("not-needed", place.querySelector(".alike")?.dataset.minor !== "yes" && !typed);
  }

  ask();
  // The theme shows the fields only once its own script has run, too late for the browser's autofocus.
  addEventListener("load", () => {
    const first = form.querySelector("[autofocus]");
    if (first && document.activeElement === document.body) first.focus();
  });
})();
