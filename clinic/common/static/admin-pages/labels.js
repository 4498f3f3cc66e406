/* Lists that are searched while typing: the library builds them without a name that a screen reader could say. */
"use strict";

function nameOf(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  return label ? label.textContent.replace("*", "").trim() : select.name;
}

function nameLists() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const list = select.nextElementSibling;
    const box = list?.querySelector("[role=combobox][aria-labelledby]");
    if (box) {
      box.setAttribute("aria-describedby", box.getAttribute("aria-labelledby"));
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", nameOf(select));
      list.querySelector("[role=textbox]")?.setAttribute("aria-label", nameOf(select));
    }
    if (list?.classList.contains("select2-container--open")) {
      document.querySelector(".select2-dropdown .select2-search__field")?.setAttribute("aria-label", nameOf(select));
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(nameLists).observe(document.body, { childList: true, subtree: true });
});
