// Suggestions under the search box: a combobox after the ARIA pattern "editable combobox with list autocomplete".
// Without this file the form answers Enter as any form does.
"use strict";

(() => {
  const box = document.querySelector("[data-suggest]");
  const input = box && box.querySelector("input");
  if (!input) return;
  const DELAY = 90;

  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggest-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  box.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

  let active = -1;
  let asked = "";
  let timer = 0;
  let running = null;

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  // The question is asked or left: suggestions still on their way must not open over its answer.
  function leave() {
    window.clearTimeout(timer);
    if (running) running.abort();
    asked = "";
    close();
  }

  function point(at) {
    const all = options();
    if (active >= 0 && all[active]) all[active].setAttribute("aria-selected", "false");
    active = at;
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    all[at].setAttribute("aria-selected", "true");
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
  }

  function part(text, name, lang) {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    if (lang) element.lang = lang;
    return element;
  }

  function show(answer) {
    list.replaceChildren(
      ...answer.options.map((one, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = one.url;
        option.append(part(one.text, "suggest-text", one.lang), " ", part(one.note, "suggest-note", ""));
        return option;
      }),
    );
    status.textContent = answer.status;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !answer.options.length || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked) {
      if (list.children.length) showAgain();
      return;
    }
    asked = text;
    if (running) running.abort();
    if (!text) {
      list.replaceChildren();
      close();
      return;
    }
    running = new AbortController();
    try {
      const response = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: running.signal });
      if (response.ok) show(await response.json());
    } catch (problem) {
      // No line, or a newer question: the form itself still answers.
      if (problem.name !== "AbortError") close();
    }
  }

  function showAgain() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  input.addEventListener("input", (event) => {
    window.clearTimeout(timer);
    if (!event.isComposing) timer = window.setTimeout(ask, DELAY);
  });
  input.addEventListener("compositionend", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, DELAY);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && !count) ask();
    else if (event.key === "ArrowDown") point(active + 1 >= count ? -1 : active + 1);
    else if (event.key === "ArrowUp" && count) point(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) window.location.assign(options()[active].dataset.url);
    else if (event.key === "Escape" && count) close();
    else {
      if (event.key === "Enter" || event.key === "Tab") leave();
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", () => window.setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.url);
  });
})();
