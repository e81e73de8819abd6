// The map beside the list. Without this file the list says everything the map does. No tiles: the squares in which
// listed schools stand draw the land, so nothing is fetched from anybody else.
"use strict";

// Back and forward load the page anew: its address is its state, and a map out of htmx's memory would be a dead picture.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.htmx) return;
  window.htmx.config.historyCacheSize = 0;
  window.htmx.config.refreshOnHistoryMiss = true;
});

// A filter one has opened stays open when the list under it changes.
(() => {
  let open = new Set();
  const facets = () => document.querySelectorAll("#found [data-facet]");
  document.addEventListener("htmx:beforeSwap", () => {
    open = new Set([...facets()].filter((facet) => facet.open).map((facet) => facet.dataset.facet));
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const facet of facets()) if (open.has(facet.dataset.facet)) facet.open = true;
  });
})();

(() => {
  const box = document.getElementById("find-map");
  if (!box || !window.L) return;
  const say = box.dataset;
  const words = document.querySelector("[data-map-words]");
  const key = document.querySelector("[data-map-key]");
  const AREA_METRES = 4000;
  const METRES_PER_DEGREE = 111200;
  const LEAST_RADIUS = 9;
  const DOT = 0.62;
  const FARTHEST_ZOOM = 13;

  const map = L.map(box, { attributionControl: false, zoomControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 16, zoomAnimation: false, fadeAnimation: false }).setView([25, 120], 2);
  L.control.zoom({ zoomInTitle: say.zoomIn, zoomOutTitle: say.zoomOut }).addTo(map);
  const land = L.layerGroup().addTo(map);
  const marks = L.featureGroup().addTo(map);

  let dots = null;

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  function graticule() {
    const lines = [];
    for (let lon = -180; lon <= 180; lon += 30) lines.push([[-80, lon], [80, lon]]);
    for (let lat = -60; lat <= 75; lat += 15) lines.push([[lat, -180], [lat, 180]]);
    L.polyline(lines, { className: "map-grid", interactive: false }).addTo(land);
  }

  let drawn = "";

  // The ground is asked for tile by tile of the zoom, so that every reader asks for the same few addresses.
  async function drawGround() {
    const zoom = Math.max(0, Math.round(map.getZoom()));
    const tile = 360 / 2 ** zoom;
    const bounds = map.getBounds();
    const box = { zoom, west: Math.floor(bounds.getWest() / tile), south: Math.floor(bounds.getSouth() / tile), east: Math.ceil(bounds.getEast() / tile), north: Math.ceil(bounds.getNorth() / tile) };
    const query = new URLSearchParams(box).toString();
    if (query === drawn) return;
    drawn = query;
    const response = await fetch(`${say.groundUrl}?${query}`);
    if (!response.ok || query !== drawn) return;
    const { step, rows } = await response.json();
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

  function link(school) {
    const anchor = document.createElement("a");
    anchor.href = school.url;
    anchor.lang = school.lang;
    anchor.textContent = school.name;
    return anchor;
  }

  function popup(area) {
    const list = document.createElement("div");
    list.append(fill(say.area, { count: area.count, place: area.place }));
    for (const school of area.schools) list.append(document.createElement("br"), link(school));
    if (area.count > area.schools.length) list.append(document.createElement("br"), fill(say.more, { count: area.count - area.schools.length }));
    return list;
  }

  let running = null;

  async function draw() {
    const found = document.getElementById("found");
    if (running) running.abort();
    running = new AbortController();
    let places;
    try {
      const response = await fetch(found.dataset.pointsUrl, { signal: running.signal });
      if (!response.ok) return;
      places = await response.json();
    } catch (problem) {
      if (problem.name === "AbortError") return;
      throw problem;
    }
    marks.clearLayers();
    for (const area of places.areas) {
      const mark = L.circleMarker([area.lat, area.lon], { className: "map-cluster", fillOpacity: 0.6 });
      mark.isArea = true;
      marks.addLayer(mark.bindPopup(() => popup(area)).bindTooltip(fill(say.area, { count: area.count, place: area.place })));
    }
    for (const school of places.points) {
      marks.addLayer(L.circleMarker([school.lat, school.lon], { radius: 5, className: "map-point", fillOpacity: 1 }).bindPopup(() => link(school)).bindTooltip(school.name));
    }
    key.hidden = !places.shown;
    words.textContent = places.shown ? fill(say.shown, { shown: places.shown.toLocaleString(), total: places.total.toLocaleString() }) : say.none;
    if (places.shown) map.fitBounds(marks.getBounds().pad(0.15), { maxZoom: FARTHEST_ZOOM, animate: false });
    else map.setView([25, 120], 2);
    resize();
  }

  // An area is as wide as a town; far out it keeps a size one can see and touch.
  function resize() {
    marks.eachLayer((mark) => {
      if (!mark.isArea) return;
      const { lat, lng } = mark.getLatLng();
      const edge = map.latLngToLayerPoint([lat + AREA_METRES / METRES_PER_DEGREE, lng]);
      mark.setRadius(Math.max(LEAST_RADIUS, map.latLngToLayerPoint([lat, lng]).distanceTo(edge)));
    });
  }

  map.on("zoomend", resize);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (document.getElementById("found") && event.detail.target && event.detail.target.id === "found") draw();
  });
  map.on("moveend", drawGround);
  graticule();
  draw();
})();
