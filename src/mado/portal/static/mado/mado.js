// What pages do better with JavaScript. Every page works without this file; nothing here needs eval or inline code.
"use strict";

const words = document.body.dataset;

function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) return field.value;
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

// --- Saved as typed -------------------------------------------------------------------------------------------
// Every change goes to localStorage at once and to the server 700 ms later; the local copy goes when the server has
// it. So a killed tab, a cut line or an expired sign-in loses nothing: the next load of the form restores the copy.

const PREFIX = "mado:kept:";
const KEPT_DAYS = 14;
const SAVE_AFTER_MS = 700;
const RETRY_MS = 20000;
const NEVER_KEPT = new Set(["password", "file", "hidden", "submit", "button"]);

const shelf = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, entry) {
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // A full or forbidden localStorage leaves us with the server's copy alone.
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept, so nothing needs dropping.
    }
  },
  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  },
};

function fieldsOf(form) {
  const kept = (element) => !NEVER_KEPT.has(element.type) || "awaited" in element.dataset;
  return [...form.elements].filter((element) => element.name && !element.disabled && kept(element));
}

function valuesOf(form) {
  const pairs = [];
  for (const element of fieldsOf(form)) {
    if (element.type === "checkbox" || element.type === "radio") {
      if (element.checked) pairs.push([element.name, element.value]);
    } else if (element.type === "select-multiple") {
      for (const option of element.selectedOptions) pairs.push([element.name, option.value]);
    } else {
      pairs.push([element.name, element.value]);
    }
  }
  return pairs;
}

function restore(form, pairs) {
  const kept = new Map();
  for (const [name, value] of pairs) kept.set(name, [...(kept.get(name) || []), value]);
  for (const element of fieldsOf(form)) {
    const values = kept.get(element.name) || [];
    if (element.type === "checkbox" || element.type === "radio") {
      element.checked = values.includes(element.value);
    } else if (element.type === "select-multiple") {
      for (const option of element.options) option.selected = values.includes(option.value);
    } else if (values.length) {
      element.value = values.shift();
    }
  }
  for (const part of form.querySelectorAll("[data-arriving]")) awaitBoxes(part, kept.get(part.dataset.arriving) || []);
}

// A part of a form whose boxes of one name, data-arriving, are asked for anew with what is chosen elsewhere in it. What
// was ticked before the boxes are there waits as hidden fields, which are saved and sent like boxes. What is ticked or
// opened while new boxes are on their way is newer than what the server was asked with.
function awaitBoxes(part, values) {
  const name = part.dataset.arriving;
  const there = new Set([...part.querySelectorAll("input")].map((box) => box.value));
  for (const value of values.filter((one) => !there.has(one))) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    field.dataset.awaited = "";
    part.append(field);
  }
  document.addEventListener("DOMContentLoaded", () => part.dispatchEvent(new Event("mado:restored")));
}

const replaced = new Map();

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.dataset.arriving) replaced.set(target.id, target);
});

document.addEventListener("htmx:afterSwap", () => {
  for (const [id, before] of replaced) {
    const part = document.getElementById(id);
    if (!part || part === before) continue;
    replaced.delete(id);
    for (const box of before.querySelectorAll("input[type=checkbox]")) {
      const same = part.querySelector(`input[type=checkbox][value="${CSS.escape(box.value)}"]`);
      if (same) same.checked = box.checked;
    }
    for (const opened of before.querySelectorAll("details[open][id]")) {
      const same = document.getElementById(opened.id);
      if (same) same.open = true;
    }
  }
});

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.key = `${PREFIX}${words.user}:${location.pathname}:${form.dataset.autosave}`;
    this.timer = 0;
    this.saving = false;
    if (this.status) this.status.setAttribute("role", "status");
    this.restoreKept();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => this.keep({ submitted: true }));
    window.addEventListener("online", () => this.retry());
    window.setInterval(() => this.retry(), RETRY_MS);
  }

  restoreKept() {
    const entry = shelf.read(this.key);
    if (!entry) return;
    const savedAt = Date.parse(this.form.dataset.savedAt || "") || 0;
    if (entry.at < savedAt || JSON.stringify(entry.values) === JSON.stringify(valuesOf(this.form))) {
      shelf.drop(this.key);
      return;
    }
    restore(this.form, entry.values);
    this.say(words.restored, "restored");
    this.keep();
    this.schedule();
  }

  keep(more = {}) {
    shelf.write(this.key, { at: Date.now(), values: valuesOf(this.form), page: location.pathname, ...more });
  }

  changed() {
    this.keep();
    this.schedule();
  }

  schedule() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  retry() {
    if (!this.saving && shelf.read(this.key)) this.save();
  }

  async save() {
    if (this.saving) {
      this.schedule();
      return;
    }
    this.saving = true;
    const before = JSON.stringify(valuesOf(this.form));
    try {
      const response = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string")),
        headers: { "X-Autosave": "1", "X-CSRFToken": csrfToken(), Accept: "application/json" },
        redirect: "manual",
      });
      await this.answered(response, before);
    } catch {
      this.say(words.offline, "device");
    } finally {
      this.saving = false;
    }
  }

  async answered(response, before) {
    const signedOut = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
    if (signedOut) {
      this.saySignIn();
      return;
    }
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    const answer = isJson ? await response.json() : {};
    if (!response.ok) {
      this.say(answer.message || words.kept, "device");
      return;
    }
    if (JSON.stringify(valuesOf(this.form)) === before) shelf.drop(this.key);
    this.say(answer.message || words.saved, "server");
    this.form.dispatchEvent(new CustomEvent("mado:saved", { bubbles: true }));
  }

  say(sentence, kept) {
    if (!this.status) return;
    this.status.textContent = sentence;
    this.status.dataset.kept = kept;
  }

  saySignIn() {
    if (!this.status) return;
    this.say(`${words.kept} `, "device");
    const link = document.createElement("a");
    link.href = `${words.signInUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = words.signIn;
    this.status.append(link);
  }
}

function forgetWhatArrived() {
  // A form that was sent has arrived unless the answer was the sign-in page; copies older than two weeks go, too.
  const atSignIn = location.pathname === words.signInUrl;
  const fromSignIn = document.referrer && new URL(document.referrer).pathname === words.signInUrl;
  const oldest = Date.now() - KEPT_DAYS * 86400000;
  for (const key of shelf.keys()) {
    const entry = shelf.read(key);
    const arrived = entry && entry.submitted && words.user && !atSignIn && !fromSignIn;
    if (!entry || entry.at < oldest || arrived) shelf.drop(key);
  }
}

forgetWhatArrived();
for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);

// On a shared computer a deliberate sign-out leaves nothing behind.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", () => shelf.keys().forEach(shelf.drop));
}

// --- Clocks of the two panes ----------------------------------------------------------------------------------

function languageOf(element) {
  return element.closest("[lang]")?.lang || document.documentElement.lang;
}

function showClocks() {
  const now = new Date();
  const formats = {
    clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    clockDate: { weekday: "long", month: "long", day: "numeric" },
  };
  for (const [name, options] of Object.entries(formats)) {
    const attribute = name === "clock" ? "data-clock" : "data-clock-date";
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      try {
        const format = new Intl.DateTimeFormat(languageOf(element), { timeZone: element.dataset[name], ...options });
        element.textContent = format.format(now);
      } catch {
        // An unknown zone keeps what the server wrote.
      }
    }
  }
  window.setTimeout(showClocks, 60000 - (now.getTime() % 60000));
}

showClocks();

// Whoever asks from a place of the list need not look for it.
for (const places of document.querySelectorAll("select[data-own-place]")) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!places.value && [...places.options].some((place) => place.value === here)) places.value = here;
}

// --- Tables that sort, toasts, focus --------------------------------------------------------------------------

function sortBy(table, column, header) {
  const direction = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const collator = new Intl.Collator(languageOf(table), { numeric: true });
  const text = (row) => row.cells[column].dataset.sort || row.cells[column].textContent.trim();
  const rows = [...table.tBodies[0].rows].sort((a, b) => direction * collator.compare(text(a), text(b)));
  for (const other of table.tHead.rows[0].cells) {
    if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
  }
  header.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  table.tBodies[0].append(...rows);
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  [...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    header.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => sortBy(table, column, header));
  });
}

// A partial may answer with the header HX-Trigger: {"mado:toast": "sentence"}.
document.addEventListener("mado:toast", (event) => {
  let tray = document.querySelector(".toasts");
  if (!tray) {
    tray = document.createElement("div");
    tray.className = "toasts";
    tray.setAttribute("role", "status");
    document.body.append(tray);
  }
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = event.detail.value;
  tray.append(toast);
  window.setTimeout(() => toast.remove(), 10000);
});

document.querySelector("[data-error-summary]")?.focus();

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".site-menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
