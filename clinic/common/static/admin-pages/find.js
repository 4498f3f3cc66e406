/* A search box that finds patients while one types: <input type="search" data-find="address">. The arrows choose, Enter
   opens the chosen patient, and without a choice sends the form as ever; Escape closes. Without this script the form
   is all there is. Nothing that was found is kept. */
"use strict";

(() => {
  const TYPING = 200;
  const FEWEST = 2;

  document.querySelectorAll("input[data-find]").forEach((field, number) => {
    const list = document.createElement("div");
    list.id = `find-hits-${number}`;
    list.className = "find-hits";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels?.[0]?.textContent || field.placeholder);
    list.hidden = true;
    const box = document.createElement("div");
    box.className = "find-box";
    field.replaceWith(box);
    box.append(field, list);
    if (field.autofocus) field.focus();
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.autocomplete = "off";
    enliven(field, list, box);
  });

  function enliven(field, list, box) {
    let timer;
    let question = 0;

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, TYPING);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) return;
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && chosen()) {
        event.preventDefault();
        chosen().click();
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    box.addEventListener("focusout", (event) => {
      if (!box.contains(event.relatedTarget)) close();
    });

    async function search() {
      const asked = (question += 1);
      const text = field.value.trim();
      // One Chinese character is a name; one letter is not.
      if (!text || (text.length < FEWEST && /^[\x00-\x7F]*$/.test(text))) return close();
      let found;
      try {
        const answer = await fetch(`${field.dataset.find}?${new URLSearchParams({ q: text })}`);
        if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
        found = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      } catch {
        return close(); // Enter still asks the server for the whole list.
      }
      if (asked !== question) return null;
      list.replaceChildren(...found.children);
      options().forEach((option, place) => { option.id = `${list.id}-${place}`; });
      field.removeAttribute("aria-activedescendant");
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      return null;
    }

    const options = () => [...list.querySelectorAll('[role="option"]')];
    const chosen = () => (list.hidden ? null : list.querySelector('[aria-selected="true"]'));

    function move(by) {
      const all = options();
      if (!all.length) return;
      const now = all.indexOf(chosen());
      const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length;
      all.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
      field.setAttribute("aria-activedescendant", all[next].id);
      all[next].scrollIntoView({ block: "nearest" });
    }

    function close() {
      clearTimeout(timer);
      question += 1;
      list.hidden = true;
      list.replaceChildren();
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
  }
})();
