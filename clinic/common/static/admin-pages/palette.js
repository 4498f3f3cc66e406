/* The palette: Ctrl+K (or ⌘K) opens it, arrows choose, Enter goes there, Escape closes. Nothing that was found is
   kept: it is emptied when it closes, so the next person at the desk finds nothing. */
"use strict";

(() => {
  const dialog = document.getElementById("palette");
  const field = dialog.querySelector("input");
  const hits = document.getElementById("palette-hits");
  const TYPING = 150;
  let timer;
  let question = 0;

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) open();
    else if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    question += 1;
    field.value = "";
    hits.replaceChildren();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, TYPING);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      follow();
    }
  });

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    field.focus();
    search();
  }

  /* Enter waits for the answer to what was typed: never goes to what an earlier text found. */
  async function follow() {
    clearTimeout(timer);
    if (hits.dataset.text !== field.value) await search();
    hits.querySelector('[aria-selected="true"]')?.click();
  }

  async function search() {
    const asked = (question += 1);
    const text = field.value;
    let page;
    try {
      const answer = await fetch(`${dialog.dataset.url}?${new URLSearchParams({ q: text })}`);
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    } catch {
      page = document.createElement("p");
      page.textContent = dialog.dataset.failed;
      page.setAttribute("role", "alert");
    }
    if (asked !== question) return;
    hits.replaceChildren(...(page.tagName === "BODY" ? page.childNodes : [page]));
    hits.dataset.text = text;
    options().forEach((option, place) => { option.id = `palette-hit-${place}`; });
    select(0);
  }

  const options = () => [...hits.querySelectorAll('[role="option"]')];

  function move(by) {
    const all = options();
    if (!all.length) return;
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    select((now + by + all.length) % all.length);
  }

  function select(place) {
    const all = options();
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    field.setAttribute("aria-activedescendant", all[place]?.id || "");
    all[place]?.scrollIntoView({ block: "nearest" });
  }
})();
