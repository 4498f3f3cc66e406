/* Forms and links that change a part of the page instead of loading another.

   <form data-live="#day">          posts in the background; #day of the answer replaces #day of the page
   <form data-live="#day, #desk">   several parts at once
   <a data-live="#day" href="…">    fetches a page; the address follows, and Back works
   <form data-live="#hits" data-live-on="change">   sends itself when a field is changed
   <form data-live="#hits" data-live-on="input">    … while typing, a quarter of a second after the last key
   <input data-live="#hits" data-live-from="…">     asks this address while typing, without sending its form

   The server answers as it always does, with a whole page or a redirect to one; without this script the form
   sends itself and the page is loaded. What is in #messages of the answer (the messages of Django) is shown and
   said aloud. An element with data-live-focus in a new part is given the focus, else the focus stays where it
   was. Escape within an element with data-live-escape="#close" presses what it names. Each new part hears "live:swapped", the form or link hears "live:failed". */
"use strict";

(() => {
  const TYPING = 250;
  const ENGLISH = {
    lost: "No connection. Nothing was saved; try again.",
    failed: "Something went wrong on the server. Nothing was saved; try again, and tell the manager if it stays so.",
    refused: "Your role in this clinic does not allow this. Nothing was changed.",
    gone: "This record is no longer here. Load the page again.",
    loggedOut: "You are logged out; nothing was saved. Log in in another tab, then try again here.",
  };
  const waiting = new Map(); // parts -> the end of what is being done to them
  const underway = new WeakSet(); // forms and links that wait for their answer
  const latest = new WeakMap(); // form that searches while typing -> its newest question

  const parts = (element) => element.dataset.live.split(",").map((id) => id.trim().replace(/^#/, ""));
  const messages = () => document.getElementById("messages");
  const text = (name) => messages()?.dataset[name] || ENGLISH[name];

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    ask(form, requestOf(form, event.submitter));
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-live]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    ask(link, { url: link.href, method: "GET", follow: true });
  });

  for (const kind of ["change", "input"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.form;
      if (form?.dataset.liveOn !== kind) return;
      clearTimeout(form.liveTimer);
      if (kind === "change") form.requestSubmit();
      else form.liveTimer = setTimeout(() => ask(form, requestOf(form), { typing: true }), TYPING);
    });
  }

  document.addEventListener("keydown", (event) => {
    const within = event.key === "Escape" && event.target.closest("[data-live-escape]");
    if (within) document.querySelector(within.dataset.liveEscape)?.click();
  });

  document.addEventListener("input", (event) => {
    const field = event.target.closest("input[data-live-from]");
    if (!field) return;
    clearTimeout(field.liveTimer);
    field.liveTimer = setTimeout(() => {
      const url = new URL(field.dataset.liveFrom, location.href);
      url.searchParams.set(field.name, field.value);
      ask(field, { url: url.href, method: "GET" }, { typing: true });
    }, TYPING);
  });

  addEventListener("popstate", () => location.reload());

  function requestOf(form, submitter) {
    const method = (submitter?.getAttribute("formmethod") || form.getAttribute("method") || "get").toUpperCase();
    const url = new URL(submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href, location.href);
    const data = new FormData(form, submitter);
    if (method !== "GET") return { url: url.href, method, body: data };
    url.search = new URLSearchParams(data).toString();
    return { url: url.href, method, follow: true };
  }

  /* One thing after the other for the same parts, so that a later answer never lies below an earlier one. */
  async function ask(element, request, { typing = false } = {}) {
    if (underway.has(element) && !typing) return;
    underway.add(element);
    const question = {};
    latest.set(element, question);
    // What was asked while typing is not wanted any more once the field has left the page, with its message.
    const outdated = () => typing && (latest.get(element) !== question || !element.isConnected);
    const key = element.dataset.live;
    const ids = parts(element);
    busy(element, ids, true);
    const turn = (waiting.get(key) || Promise.resolve()).then(() => {
      if (outdated()) return null;
      return send(element, ids, request, outdated);
    });
    waiting.set(key, turn);
    await turn;
    if (latest.get(element) === question) underway.delete(element);
    if (waiting.get(key) === turn) {
      waiting.delete(key);
      busy(element, ids, false);
    }
  }

  async function send(element, ids, request, outdated) {
    let answer;
    let page;
    try {
      answer = await fetch(request.url, {
        method: request.method,
        body: request.body,
        credentials: "same-origin",
        headers: { Accept: "text/html", "X-Requested-With": "XMLHttpRequest" },
      });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return fail(element, ids, text("lost"));
    }
    if (outdated()) return null;
    const found = ids.filter((id) => page.getElementById(id));
    if (!found.length) return fail(element, ids, reason(answer, page));
    swap(ids, page, element);
    if (answer.ok && (request.follow || answer.redirected)) follow(element, answer.url);
    return null;
  }

  function reason(answer, page) {
    if (page.querySelector("#login-form, input[type=password]")) return text("loggedOut");
    if (answer.status === 403) return text("refused");
    if (answer.status === 404) return text("gone");
    return text("failed");
  }

  /* The address says what is shown. What a form led to replaces the address, so that Back does not ask it again. */
  function follow(element, url) {
    if (url === location.href) return;
    const form = element.tagName === "FORM";
    if (form && new URL(url).pathname !== location.pathname) return;
    if (form) history.replaceState(null, "", url);
    else history.pushState(null, "", url);
  }

  function swap(ids, page, element) {
    const place = focused();
    removeProblem(element);
    const fresh = [];
    for (const id of [...ids, "messages"]) {
      const there = document.getElementById(id);
      const answered = page.getElementById(id);
      if (!there || !answered) continue;
      const adopted = document.importNode(answered, true);
      there.replaceWith(adopted);
      fresh.push(adopted);
    }
    for (const part of fresh) part.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true }));
    restore(place, fresh, ids);
    say(fresh);
  }

  /* Where the focus is, in words that hold for the new part as well. */
  function focused() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const form = element.form || element.closest("form");
    return {
      element,
      id: element.id,
      key: element.closest("[data-live-key]")?.dataset.liveKey,
      name: element.getAttribute("name"),
      value: element.getAttribute("value"),
      action: form?.getAttribute("action"),
      caret: [element.selectionStart, element.selectionEnd],
    };
  }

  function restore(place, fresh, ids) {
    const asked = fresh.map((part) => part.querySelector("[data-live-focus]")).find(Boolean);
    const target = asked || (place && !place.element.isConnected ? again(place, ids) : null);
    if (!target) return;
    target.focus({ preventScroll: !asked });
    if (!asked && place.caret[0] !== null && target.setSelectionRange) {
      try {
        target.setSelectionRange(...place.caret);
      } catch {
        // Fields of numbers and dates have no caret to set.
      }
    }
  }

  function again(place, ids) {
    const selectors = [];
    if (place.id) selectors.push(`#${CSS.escape(place.id)}`);
    if (place.key && place.name) {
      selectors.push(`[data-live-key="${CSS.escape(place.key)}"] [name="${CSS.escape(place.name)}"]`);
    }
    if (place.action && place.name) {
      selectors.push(`form[action="${CSS.escape(place.action)}"] [name="${CSS.escape(place.name)}"]`);
    }
    if (place.key) {
      const inside = `[data-live-key="${CSS.escape(place.key)}"]`;
      selectors.push(`${inside} :is(button, a[href], input:not([type=hidden]), select)`, inside);
    }
    for (const selector of selectors) {
      const found = document.querySelector(selector);
      if (found && !found.disabled) return focusable(found);
    }
    const part = document.getElementById(ids[0]);
    return part && focusable(part);
  }

  function focusable(element) {
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    return element;
  }

  function say(fresh) {
    const said = fresh.map((part) => (part.id === "messages" ? part : part.querySelector("[data-live-say]")));
    const words = said.map((element) => element?.dataset.liveSay || element?.textContent || "");
    announce(words.map((word) => word.replace(/\s+/g, " ").trim()).filter(Boolean).join(" "));
  }

  function announce(words) {
    let region = document.getElementById("live-said");
    if (!region) {
      region = document.createElement("div");
      region.id = "live-said";
      region.className = "said-only";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = "";
    // A region that is filled in the same moment is not read.
    setTimeout(() => (region.textContent = words), 50);
  }

  /* The form keeps what was typed; the sentence stands where the person looks. */
  function fail(element, ids, sentence) {
    removeProblem(element);
    const told = document.createElement("p");
    told.className = "live-problem";
    told.setAttribute("role", "alert");
    told.textContent = sentence;
    const form = element.isConnected && element.tagName === "FORM" && !element.classList.contains("one-click");
    if (form) element.prepend(told);
    else document.getElementById(ids[0])?.prepend(told);
    element.dispatchEvent(new CustomEvent("live:failed", { bubbles: true, detail: sentence }));
    return null;
  }

  function removeProblem(element) {
    const where = [element, ...parts(element).map((id) => document.getElementById(id))];
    for (const place of where) place?.querySelectorAll(".live-problem").forEach((told) => told.remove());
  }

  function busy(element, ids, on) {
    const mark = (target) => (on ? target?.setAttribute("aria-busy", "true") : target?.removeAttribute("aria-busy"));
    mark(element);
    ids.forEach((id) => mark(document.getElementById(id)));
  }

  // Others' scripts do the same without a form: live.ask(elementWithDataLive, {url, method, body}).
  window.live = { ask, announce };
})();
