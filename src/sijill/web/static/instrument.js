// Map, timeline and list as one instrument. The address says everything; the list and the facets are the server's own page.
import { Days } from "./days.js";
import { fit, GroundLabels, makeMap } from "./ground.js";
import { Pins } from "./pins.js";
import { tell, words } from "./speech.js";

document.documentElement.classList.add("js");
const form = document.getElementById("filter");
const setup = document.getElementById("instrument").dataset;
const by = document.getElementById("by");
const KEPT = ["spot", "highlight", "axis", "by", "stance", "undated", "unplaced"];
let turn = 0;
let overview = null;

const hashed = location.hash.startsWith("#map="); // asked before the map writes its own
const map = makeMap(document.getElementById("map"), setup, "map");
if (!map) document.getElementById("map-problem").hidden = false;
const pins = map && new Pins(map, words, (spot) => change({ spot }));
if (map) new GroundLabels(map, () => pins.boxes);
const days = new Days(document.getElementById("days"), words, (chosen) => change({ since: chosen?.[0] ?? "", until: chosen?.[1] ?? "" }));

// On a phone the map comes first; what can be chosen opens at a touch.
if (innerWidth < 1024) for (const facet of form.querySelectorAll(".facet")) facet.open = Boolean(facet.querySelector(":checked"));

const here = () => new URLSearchParams(location.search);
const address = (given) => `/incidents${String(given) ? `?${given}` : ""}${location.hash}`;

// The address with some parameters changed, from the first page on.
function change(changes, replace = false) {
  const given = here();
  given.delete("page");
  if ("since" in changes && given.has("on")) given.delete("on"); // the one day, let go with the days
  for (const [name, value] of Object.entries(changes)) value ? given.set(name, value) : given.delete(name);
  go(given, replace);
}

function go(given, replace = false) {
  history[replace ? "replaceState" : "pushState"](null, "", address(given));
  load();
}

async function load(fitted = true) {
  const now = ++turn;
  const text = String(here());
  const view = readView();
  try {
    const [page, counts] = await Promise.all([
      fetch(`/incidents?${text}`, { headers: { Accept: "text/html" } }),
      fetch(`/overview.json?${text}${view}`),
    ]);
    if (now !== turn) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    if (!page.ok) throw new Error(fresh.querySelector(".problem-page p")?.textContent ?? page.status);
    overview = await counts.json();
    if (now !== turn) return;
    swap(fresh);
    drawAll(fitted);
  } catch (error) {
    if (now === turn) tell(words("failed", { why: error.message }));
  }
}

// The page is there already; only the counts are not. What was chosen meanwhile has its own on the way.
async function loadFirst() {
  const now = turn;
  try {
    const answer = await fetch(`/overview.json?${here()}${hashed && map ? sayView() : ""}`);
    if (!answer.ok) throw new Error((await answer.json()).problem ?? answer.status);
    const counts = await answer.json();
    if (now !== turn) return;
    overview = counts;
    drawAll(!hashed);
  } catch (error) {
    if (now === turn) tell(words("failed", { why: error.message }));
  }
}

// Only the marks, for where the map was moved to.
async function loadMarks() {
  const now = turn;
  const view = readView();
  const answer = await fetch(`/overview.json?${here()}${view}`);
  if (!answer.ok || now !== turn || view !== readView()) return;
  overview = await answer.json();
  drawMarks();
}

function swap(fresh) {
  const open = new Map([...form.querySelectorAll(".facet")].map((one) => [one.dataset.facet, [one.open, one.classList.contains("all")]]));
  const focus = document.activeElement?.closest("#facets") ? document.activeElement : null;
  const place = focus && [focus.name, focus.value, focus.selectionStart];
  const scroll = document.getElementById("facets").scrollTop;
  for (const id of ["facets", "results"]) {
    const old = document.getElementById(id);
    const made = fresh.getElementById(id);
    // What somebody is typing is not taken from under their hands.
    if (id === "facets" && focus?.type === "search") made.querySelector("input[name=q]").value = focus.value;
    old.replaceWith(document.adoptNode(made));
  }
  for (const facet of form.querySelectorAll(".facet")) {
    const before = open.get(facet.dataset.facet);
    if (before) [facet.open, before[1] && facet.classList.add("all")];
    if (before) facet.open = before[0];
  }
  document.getElementById("facets").scrollTop = scroll;
  if (place) {
    const same = [...form.querySelectorAll(`#facets [name="${place[0]}"]`)].find((one) => one.type !== "checkbox" || one.value === place[1]);
    same?.focus();
    if (same?.type === "search") same.setSelectionRange(place[2], place[2]);
  }
}

const dress = (groups) => (by.value === "side" ? Object.fromEntries(Object.entries(groups).map(([side, n]) => [sideClass(side), n])) : groups);

function drawMarks() {
  const given = here();
  const marks = overview.marks.map((mark) => ({ ...mark, groups: dress(mark.groups) }));
  pins.show(marks, overview.cells, by.value === "side" ? "c-" : "g-", given.get("spot") ?? "", given.get("highlight") ?? "");
}

// What the map has to hold: every mark, also of those that are told only when they are seen.
function listEnds() {
  if (!overview.cells) return overview.marks;
  const [west, south, east, north] = overview.cells.box;
  return [{ lon: west, lat: south }, { lon: east, lat: north }];
}

function drawAll(fitted) {
  const given = here();
  const prefix = by.value === "side" ? "c-" : "g-";
  drawLegend(prefix); // before the marks: no name is put under it
  if (map) {
    if (fitted) fit(map, listEnds());
    drawMarks();
    const setAreas = () => map.getSource("areas")?.setData(overview.areas);
    map.isStyleLoaded() ? setAreas() : map.once("load", setAreas);
  }
  const [since, until] = readDays();
  const chosen = since || until ? [since || overview.days.first, until || overview.days.last] : null;
  days.show({ ...overview.days, bars: overview.days.bars.map(([day, groups]) => [day, dress(groups)]) }, chosen, prefix);
  const shown = overview.days.bars.reduce((sum, [, groups]) => sum + Object.values(groups).reduce((a, b) => a + b, 0), 0);
  const more = overview.days.spans ? ` · ${words("spans", { n: overview.days.spans })}` : "";
  document.getElementById("time-words").textContent =
    (chosen ? `${words("chosen", { from: isolate(chosen[0]), to: isolate(chosen[1]) })} · ` : "") + words("days", { n: shown, bin: words(overview.days.bin) }) + more;
  document.getElementById("zoom-in").hidden = !chosen || readDays().join("..") === given.get("axis");
  document.getElementById("clear-days").hidden = !chosen;
  document.getElementById("zoom-out").hidden = !given.get("axis");
}

// A day keeps its order in a sentence that runs from right to left.
const isolate = (day) => `\u2066${day}\u2069`;

// The days chosen, as the form has them: `on` in the address is one day, a month or a year.
const readDays = () => ["since", "until"].map((name) => form.elements[name].value);

const sideClass = (side) => overview.sides[side]?.colour ?? side;

function drawLegend(prefix) {
  const legend = document.getElementById("legend");
  const seen = new Map();
  for (const mark of overview.marks) for (const [group, n] of Object.entries(mark.groups)) seen.set(group, (seen.get(group) ?? 0) + n);
  const names = JSON.parse(form.dataset.groups);
  legend.replaceChildren(
    ...[...seen].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([group]) => {
      const line = document.createElement("li");
      const swatch = document.createElement("i");
      swatch.className = `swatch ${prefix}${prefix === "c-" ? sideClass(group) : group}`;
      line.append(swatch, overview.sides[group]?.label ?? names[group] ?? words(group));
      return line;
    }),
  );
}

// What the map shows, where the marks depend on it.
const readView = () => (map && overview?.cells ? sayView() : "");

function sayView() {
  const bounds = map.getBounds();
  return `&z=${map.getZoom().toFixed(1)}&box=${[bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((n) => n.toFixed(3)).join(",")}`;
}

// What is chosen in the form, with what the address says besides.
function readForm() {
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value && !KEPT.includes(name)) given.append(name, value);
  const before = here();
  for (const name of KEPT) for (const value of before.getAll(name)) given.append(name, value);
  return given;
}

let typing;
form.addEventListener("input", (event) => {
  if (event.target.name !== "q") return;
  clearTimeout(typing);
  typing = setTimeout(() => go(readForm(), true), 300);
});
form.addEventListener("change", (event) => {
  if (event.target === by) {
    change({ by: by.value === "side" ? "side" : "" }, true);
  } else if (event.target.closest("#facets") && event.target.name !== "q") go(readForm());
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(readForm());
});
form.addEventListener("click", (event) => {
  if (event.target.classList.contains("more-facets")) {
    event.target.closest(".facet").classList.add("all");
    event.target.remove();
  }
  const link = event.target.closest(".choices a, .trays a, .pager a, .total a");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    history.pushState(null, "", link.getAttribute("href") + location.hash);
    load();
    document.getElementById("results").scrollTop = 0;
  }
});
document.getElementById("zoom-in").addEventListener("click", () => change({ axis: readDays().join("..") }));
document.getElementById("zoom-out").addEventListener("click", () => change({ axis: "" }));
document.getElementById("clear-days").addEventListener("click", () => change({ since: "", until: "" }));
form.addEventListener("pointerover", (event) => {
  const item = event.target.closest?.(".item");
  if (pins && overview) {
    const lit = item?.dataset.id ?? here().get("highlight") ?? "";
    if (pins.lit !== lit && overview.marks.some((mark) => mark.only === lit || mark.only === pins.lit)) pins.show(pins.marks, pins.cells, pins.prefix, pins.chosen, lit);
  }
});
addEventListener("popstate", () => {
  by.value = here().get("by") === "side" ? "side" : "grp";
  load(false);
});
if (map) map.on("moveend", () => overview?.cells && loadMarks());

by.value = here().get("by") === "side" ? "side" : "grp";
loadFirst();
