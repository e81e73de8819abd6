// The list of the Find page. Without this file every filter, order and comparison works by links and buttons.
"use strict";

// Back and forward load the page anew: its address is its state, and a map out of htmx's memory would be a dead picture.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.htmx) return;
  window.htmx.config.historyCacheSize = 0;
  window.htmx.config.refreshOnHistoryMiss = true;
});

// An address to pass on says nothing of a box left empty.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.parameters.q === "") delete event.detail.parameters.q;
});

// What stands outside the list and leads back to this page (its other languages, light or dark) follows the address.
document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll(".language-nav a")) link.search = window.location.search;
  const next = document.querySelector(".theme-form [name=next]");
  if (next) next.value = window.location.pathname + window.location.search;
});

// A filter one has opened stays open when the list under it changes; Escape and a click elsewhere close it.
(() => {
  let open = "";
  let focused = "";
  const filters = () => [...document.querySelectorAll("#found [data-facet]")];
  const closeAll = (but) => filters().forEach((filter) => { if (filter !== but) filter.open = false; });
  document.addEventListener("htmx:beforeSwap", () => {
    open = filters().find((filter) => filter.open)?.dataset.facet || "";
    focused = document.activeElement.closest("#found") ? document.activeElement.id : "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const filter of filters()) if (filter.dataset.facet === open) filter.open = true;
    // htmx has looked for the box that was ticked while its filter was still closed.
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  });
  // Values that would leave the window open to the other side.
  const place = (filter) => {
    const values = filter.querySelector(".filter-values");
    values.classList.remove("to-the-left");
    values.classList.toggle("to-the-left", values.getBoundingClientRect().right > document.documentElement.clientWidth);
  };
  document.addEventListener("toggle", (event) => { if (event.target.matches("[data-facet][open]")) place(event.target); }, true);
  window.addEventListener("resize", () => filters().filter((filter) => filter.open).forEach(place));
  document.addEventListener("click", (event) => closeAll(event.target.closest("[data-facet]")));
  document.addEventListener("keydown", (event) => {
    const filter = event.key === "Escape" && filters().find((one) => one.open);
    if (!filter) return;
    filter.open = false;
    filter.querySelector("summary").focus();
  });
})();

// On a phone the filters are folded away until one asks for them; what one opened stays open when the list changes.
(() => {
  const narrow = window.matchMedia("(max-width: 40rem)");
  const box = () => document.querySelector("[data-filter-box]");
  let open = !narrow.matches;
  const apply = () => { if (box()) box().open = open || !narrow.matches; };
  document.addEventListener("toggle", (event) => {
    if (event.target === box() && narrow.matches) open = box().open;
  }, true);
  document.addEventListener("htmx:afterSwap", apply);
  narrow.addEventListener("change", apply);
  apply();
})();

// Ticking a school for the comparison is no new search: the tick stays here, and is carried on to other pages of the list.
(() => {
  const MOST = 4;
  const ticked = () => [...document.querySelectorAll("[name=codes][form=compare-form]")].filter((one) => one.type === "hidden" || one.checked);

  function carry() {
    const codes = [...new Set(ticked().map((one) => one.value))].join(",");
    let kept = document.querySelector("#found input[name=compare]");
    if (!kept) {
      kept = document.createElement("input");
      kept.type = "hidden";
      kept.name = "compare";
      document.getElementById("found").append(kept);
    }
    kept.value = codes;
    kept.disabled = !codes;
    for (const link of document.querySelectorAll("#found a[href^='?']")) {
      const query = new URLSearchParams(link.getAttribute("href").slice(1));
      query.delete("compare");
      link.href = `?${query}${codes ? `&compare=${codes}` : ""}`;
    }
  }

  document.addEventListener("change", (event) => {
    const tick = event.target;
    if (tick.name !== "codes") return;
    event.stopPropagation();
    const words = document.querySelector("[data-compare-words]");
    if (ticked().length > MOST) {
      tick.checked = false;
      words.textContent = words.dataset.most;
      words.setAttribute("role", "status");
    }
    carry();
  }, true);
})();
