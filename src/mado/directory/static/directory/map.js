// The map beside the list. Without this file the list and the table say everything the map does. No tiles: the squares in
// which listed schools stand draw the land, so nothing is fetched from anybody else. Leaflet comes only when a map is seen.
"use strict";

(() => {
  const box = document.getElementById("find-map");
  if (!box) return;
  const say = box.dataset;
  const parts = document.querySelector(".find-parts");
  const aside = document.querySelector("[data-map-part]");
  const switcher = document.querySelector("[data-view-switch]");
  const words = document.querySelector("[data-map-words]");
  const boxButton = document.querySelector("[data-map-box]");
  const wide = window.matchMedia("(min-width: 64rem)");
  const AREA_METRES = 4000;
  const DOT = 0.62;
  const FARTHEST_ZOOM = 13;
  const LINE = 18;
  const MARK = 17;
  const SETTLED_AFTER = 120;

  let map = null;
  let land = null;
  let called = null;
  let names = [];
  let marked = [];
  let marks = null;
  let dots = null;
  let drawnGround = "";
  let running = null;
  let timer = 0;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const isSeen = () => wide.matches || parts.dataset.shows === "map";
  const pointsUrl = () => document.getElementById("found").dataset.pointsUrl;
  const number = (count) => count.toLocaleString(document.documentElement.lang);

  function load() {
    return new Promise((done, failed) => {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = say.leafletCss;
      const script = document.createElement("script");
      script.src = say.leaflet;
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(style, script);
    });
  }

  function make() {
    map = L.map(box, { attributionControl: false, zoomControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 16, zoomAnimation: false, fadeAnimation: false }).setView([25, 120], 2);
    L.control.zoom({ zoomInTitle: say.zoomIn, zoomOutTitle: say.zoomOut }).addTo(map);
    land = L.layerGroup().addTo(map);
    called = L.layerGroup().addTo(map);
    marks = L.layerGroup().addTo(map);
    const lines = [];
    for (let lon = -180; lon <= 180; lon += 30) lines.push([[-80, lon], [80, lon]]);
    for (let lat = -60; lat <= 75; lat += 15) lines.push([[lat, -180], [lat, 180]]);
    L.polyline(lines, { className: "map-grid", interactive: false }).addTo(land);
    map.on("moveend", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => { drawGround(); drawMarks(); }, SETTLED_AFTER);
    });
    map.on("popupopen", (event) => event.popup.getElement().querySelector("a, button")?.focus({ preventScroll: true }));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  // The ground is asked for tile by tile of the zoom, so that every reader asks for the same few addresses.
  async function drawGround() {
    const zoom = Math.max(0, Math.round(map.getZoom()));
    const tile = 360 / 2 ** zoom;
    const bounds = map.getBounds();
    const view = { zoom, west: Math.floor(bounds.getWest() / tile), south: Math.floor(bounds.getSouth() / tile), east: Math.ceil(bounds.getEast() / tile), north: Math.ceil(bounds.getNorth() / tile) };
    const query = new URLSearchParams(view).toString();
    if (query === drawnGround) return;
    drawnGround = query;
    const response = await fetch(`${say.groundUrl}?${query}`);
    if (!response.ok || query !== drawnGround) return;
    const { step, rows, ...rest } = await response.json();
    names = rest.names;
    nameLand();
    const side = step * DOT;
    const squares = [];
    for (const [row, columns] of Object.entries(rows)) {
      const south = Number(row) * step;
      for (const column of columns) {
        const west = column * step;
        squares.push([[[south, west], [south + side, west], [south + side, west + side], [south, west + side]]]);
      }
    }
    if (dots) dots.remove();
    dots = squares.length ? L.polygon(squares, { className: "map-ground", interactive: false, smoothFactor: 0 }).addTo(land).bringToBack() : null;
  }

  // A name stands under its place or above it, wherever no mark and no greater name stands; else it is left out. Who reads
  // the marks by ear has the table.
  function nameLand() {
    called.clearLayers();
    const placed = marked.map(({ x, y }) => ({ x, y, half: MARK, high: MARK }));
    for (const [lat, lon, name] of names) {
      const { x, y } = map.latLngToLayerPoint([lat, lon]);
      const half = [...name].reduce((sum, sign) => sum + (sign > "\u2e80" ? 8 : 4.5), 6);
      const free = (down) => placed.every((one) => Math.abs(one.x - x) >= one.half + half || Math.abs(one.y - y - down) >= one.high + LINE / 2);
      const down = [1.5, -1.5, 2.5, -2.5].map((lines) => lines * LINE).find(free);
      if (down === undefined) continue;
      placed.push({ x, y: y + down, half, high: LINE / 2 });
      const icon = L.divIcon({ className: "map-name", html: "", iconSize: [2 * half, LINE], iconAnchor: [half, LINE / 2 - down] });
      const element = L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -10000 }).addTo(called).getElement();
      element.textContent = name;
      element.setAttribute("aria-hidden", "true");
    }
  }

  function listOf(heading, schools, total, square) {
    const list = document.createElement("div");
    if (heading) {
      const head = document.createElement("strong");
      head.textContent = heading;
      list.append(head);
    }
    for (const school of schools) {
      const anchor = document.createElement("a");
      anchor.href = school.url;
      anchor.lang = school.lang;
      anchor.textContent = school.name;
      list.append(anchor);
    }
    if (total > schools.length && schools.length) list.append(fill(say.more, { count: number(total - schools.length) }));
    if (square) {
      const only = document.createElement("a");
      only.href = listAddress(square);
      only.textContent = say.onlyThese;
      list.append(only);
    }
    list.className = "map-list";
    return list;
  }

  function listAddress(square) {
    const query = new URLSearchParams(new URL(pointsUrl(), window.location.href).search);
    query.set("box", square);
    return `?${query}`;
  }

  // A mark is a button of its own: the Tab key reaches it, Enter and the space bar open it.
  function mark(lat, lon, name, text, label, open) {
    const [width, height] = name === "map-dot" ? [16, 16] : [34 + 8 * Math.max(0, text.length - 3), 34];
    const icon = L.divIcon({ className: `map-mark ${name}`, html: "", iconSize: [width, height] });
    const made = L.marker([lat, lon], { icon, keyboard: true, title: "", alt: "" }).addTo(marks);
    const element = made.getElement();
    element.textContent = text;
    element.setAttribute("aria-label", label);
    element.title = label;
    made.on("click", () => open(made));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open(made);
    });
  }

  const popup = (content) => (made) => made.unbindPopup().bindPopup(content, { closeButton: false, maxWidth: 260, autoPanPadding: [16, 16] }).openPopup();

  function openCluster(cluster) {
    const [south, west, north, east] = cluster.box.split(",").map(Number);
    const zoom = map.getBoundsZoom([[south, west], [north, east]]);
    return (made) => {
      const label = fill(say.together, { count: number(cluster.total) });
      if (zoom <= map.getZoom() || map.getZoom() >= map.getMaxZoom()) popup(listOf(label, cluster.schools, cluster.total, cluster.box))(made);
      else {
        map.setView([cluster.lat, cluster.lon], Math.min(zoom, map.getZoom() + 4), { animate: false });
        box.focus({ preventScroll: true });
      }
    };
  }

  async function ask(query) {
    if (running) running.abort();
    running = new AbortController();
    try {
      const response = await fetch(query, { signal: running.signal });
      return response.ok ? await response.json() : null;
    } catch (problem) {
      if (problem.name === "AbortError") return null;
      throw problem;
    }
  }

  function viewText() {
    const bounds = map.getBounds();
    const clamp = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(3);
    return [clamp(bounds.getSouth(), 90), clamp(bounds.getWest(), 180), clamp(bounds.getNorth(), 90), clamp(bounds.getEast(), 180)].join(",");
  }

  // No mark lies on another: one that stands for a wide area steps aside, its circle stays. `taken`: points on the screen.
  const STEP = 40;
  const ASIDE = [[0, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, -1], [1, -1], [-1, 1]];
  function beside(lat, lon, taken) {
    const spots = ASIDE.map(([right, down]) => map.latLngToLayerPoint([lat, lon]).add([STEP * right, STEP * down]));
    const free = spots.find((spot) => taken.every((other) => Math.abs(other.x - spot.x) >= STEP || Math.abs(other.y - spot.y) >= STEP)) || spots[0];
    taken.push(free);
    return map.layerPointToLatLng(free);
  }

  async function drawMarks() {
    const places = await ask(`${pointsUrl()}&view=${viewText()}&zoom=${Math.round(map.getZoom())}`);
    if (!places) return;
    const focused = box.contains(document.activeElement) && document.activeElement !== box;
    if (focused) box.focus({ preventScroll: true });
    marks.clearLayers();
    const taken = [...places.points, ...places.clusters].map((one) => map.latLngToLayerPoint([one.lat, one.lon]));
    for (const area of places.areas) {
      const label = fill(say.area, { count: number(area.total), place: area.place });
      L.circle([area.lat, area.lon], { radius: AREA_METRES, className: "map-area", interactive: false }).addTo(marks);
      const spot = beside(area.lat, area.lon, taken);
      mark(spot.lat, spot.lng, "map-about", number(area.total), label, popup(listOf(label, area.schools, area.total, "")));
    }
    for (const school of places.points) mark(school.lat, school.lon, "map-dot", "", school.name, popup(listOf("", [school], 1, "")));
    marked = taken;
    nameLand();
    for (const cluster of places.clusters) mark(cluster.lat, cluster.lon, "map-count", number(cluster.total), fill(say.together, { count: number(cluster.total) }), openCluster(cluster));
  }

  // All of the search into view; what stands there is drawn when the map has come to rest.
  async function frame() {
    const extent = await ask(pointsUrl());
    if (!extent) return;
    words.textContent = extent.located ? fill(say.shown, { shown: number(extent.located), total: number(extent.total) }) : say.none;
    boxButton.hidden = !extent.located;
    const before = viewText();
    if (extent.bounds) {
      const [south, west, north, east] = extent.bounds;
      map.fitBounds(L.latLngBounds([south, west], [north, east]).pad(0.08), { maxZoom: FARTHEST_ZOOM, animate: false });
    } else map.setView([25, 120], 2, { animate: false });
    if (viewText() === before) { drawGround(); drawMarks(); }
  }

  async function show() {
    if (!isSeen()) return;
    if (!map) {
      if (!window.L) await load();
      make();
    }
    map.invalidateSize({ animate: false });
    await frame();
  }

  boxButton.addEventListener("click", () => window.location.assign(listAddress(viewText()) + shown()));

  // On a phone one sees the list or the map: which of them stands behind the # of the address, so that a filter, the way
  // back from a school and a shared address keep it.
  const MAP = "#map";
  const shown = () => (parts.dataset.shows === "map" ? MAP : "");
  const keep = () => window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search + shown());
  function turn(view) {
    parts.dataset.shows = view;
    for (const button of switcher.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  switcher.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    turn(button.dataset.view);
    keep();
    show();
  });
  document.addEventListener("htmx:pushedIntoHistory", keep);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#found a[href^='?']");
    if (link) link.hash = shown();
  }, true);
  if (window.location.hash === MAP) turn("map");
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target && event.detail.target.id === "found") show();
  });
  wide.addEventListener("change", show);
  switcher.hidden = false;
  aside.hidden = false;
  show();
})();
