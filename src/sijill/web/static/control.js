// Control on a day: the slider moves over the days on which something changed; map and list follow.
import { fit, GroundLabels, listFurniture, makeMap, placeLabel, putMarker } from "./ground.js";
import { words } from "./speech.js";

document.documentElement.classList.add("js");
const SVG = "http://www.w3.org/2000/svg";
const setup = document.getElementById("instrument").dataset;
const slider = document.getElementById("day"), play = document.getElementById("play"), list = document.getElementById("held");
const months = new Intl.DateTimeFormat(document.documentElement.lang === "ar" ? "ar-SY-u-nu-latn" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const hashed = location.hash.startsWith("#map="); // asked before the map writes its own
const map = makeMap(document.getElementById("map"), setup, "map");
if (!map) document.getElementById("map-problem").hidden = false;
let series = setup.series, data = null, day = setup.day, timer = 0, boxes = [];
const only = setup.only ? `&${setup.only}` : ""; // the places and sides that the page is about
const pins = new Map();
if (map) new GroundLabels(map, () => boxes);

const stateOn = (place) => place.states.find(([start, end]) => start <= day && day <= end) ?? null;

function drawSwatch(colour, size = 9) {
  const svg = document.createElementNS(SVG, "svg");
  const wide = 2 * size + 10;
  svg.setAttribute("width", wide);
  svg.setAttribute("height", wide);
  svg.setAttribute("viewBox", `${-wide / 2} ${-wide / 2} ${wide} ${wide}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [name, radius] of [["siege", size + 3.5], [`spot h-${colour}`, size]]) {
    const circle = document.createElementNS(SVG, "circle");
    circle.setAttribute("class", name);
    circle.setAttribute("r", radius);
    svg.append(circle);
  }
  return svg;
}

function say(place, state) {
  if (!state) return `${place.label}: ${words("unknown")}`;
  const [, , , holder, besieged, confidence] = state;
  return `${place.label}: ${holder}${confidence ? `, ${confidence}` : ""}${besieged ? `, ${words("besieged", { side: besieged })}` : ""}`;
}

function makePins() {
  for (const { marker } of pins.values()) marker.remove();
  pins.clear();
  for (const place of data.places) {
    if (place.lat === null || !map) continue;
    const pin = document.createElement("a");
    pin.className = "pin held-pin";
    pin.href = `/places/${encodeURIComponent(place.id)}`;
    const label = document.createElement("span");
    label.className = "pin-label";
    label.dir = "auto";
    label.textContent = place.label;
    pin.append(drawSwatch("unknown"), label);
    pins.set(place.id, { place, pin, label, marker: putMarker(map, pin, place.lon, place.lat) });
  }
}

function placeLabels() {
  // Those of whom something is known come first, and may hide what says that nothing is known.
  const spots = [...pins.values()].map((one) => ({ ...one, ...map.project([one.place.lon, one.place.lat]), known: (stateOn(one.place)?.[2] ?? "unknown") !== "unknown" }));
  boxes = listFurniture(map);
  for (const known of [true, false]) {
    const some = spots.filter((one) => one.known === known);
    const radius = known ? 12 : 8;
    for (const { x, y } of some) boxes.push([x - radius, y - radius, x + radius, y + radius]);
    for (const one of some) placeLabel(map, one.label, one, radius, boxes);
  }
}

function draw() {
  document.getElementById("day-words").textContent = months.format(new Date(`${day}T00:00:00Z`));
  document.getElementById("on").value = day;
  const rows = data.places.map((place) => [place, stateOn(place)]);
  for (const [place, state] of rows) {
    const held = pins.get(place.id);
    if (!held) continue;
    const [, , colour, , besieged, , weak] = state ?? ["", "", "unknown", "", "", "", false];
    held.pin.querySelector(".spot").setAttribute("class", `spot h-${colour}`);
    held.pin.classList.toggle("besieged", Boolean(besieged));
    held.pin.classList.toggle("weak", weak);
    held.pin.classList.toggle("known", colour !== "unknown");
    held.pin.setAttribute("aria-label", say(place, state));
    held.pin.title = say(place, state);
  }
  const known = rows.filter(([, state]) => state).sort(([a, s], [b, u]) => (s[2] === "unknown") - (u[2] === "unknown") || a.label.localeCompare(b.label));
  list.replaceChildren(...known.map(([place, state]) => {
    const line = document.createElement("li");
    const swatch = drawSwatch(state[2], 5.5);
    swatch.classList.add("key");
    swatch.classList.toggle("besieged", Boolean(state[4]));
    const link = document.createElement("a");
    link.href = `/places/${encodeURIComponent(place.id)}`;
    link.dir = "auto";
    link.textContent = place.label;
    const holder = document.createElement("span"), held = document.createElement("bdi");
    held.append(state[3]);
    holder.append(held);
    for (const text of [state[5], state[4] && words("besieged", { side: state[4] })].filter(Boolean)) {
      const more = document.createElement("span");
      more.className = "quiet block";
      more.textContent = text;
      holder.append(" ", more);
    }
    line.append(swatch, link, holder);
    return line;
  }));
  if (map) placeLabels();
  for (const link of document.querySelectorAll(".switch a")) {
    link.toggleAttribute("aria-current", false);
    if (link.dataset.series === series) link.setAttribute("aria-current", "true");
    link.href = `/control?series=${link.dataset.series}&on=${day}${only}`;
  }
}

function write(push = false) {
  history[push ? "pushState" : "replaceState"](null, "", `/control?series=${series}&on=${day}${only}${location.hash}`);
}

async function load(fitted) {
  data = await (await fetch(`/control/states.json?series=${series}${only}`)).json();
  slider.max = data.days.length - 1;
  slider.value = Math.max(0, data.days.findLastIndex((one) => one <= day));
  makePins();
  if (map && fitted) fit(map, data.places.filter((place) => place.lat !== null));
  draw();
}

function stop() {
  clearInterval(timer);
  timer = 0;
  play.textContent = words("play");
  play.setAttribute("aria-pressed", "false");
}

slider.addEventListener("input", () => {
  day = data.days[slider.value];
  slider.setAttribute("aria-valuetext", day);
  draw();
});
slider.addEventListener("change", () => write(true));
document.getElementById("on").addEventListener("change", (event) => {
  if (!event.target.value) return;
  day = event.target.value;
  slider.value = Math.max(0, data.days.findLastIndex((one) => one <= day));
  draw();
  write(true);
});
play.addEventListener("click", () => {
  if (timer) return stop();
  if (Number(slider.value) >= data.days.length - 1) slider.value = 0;
  play.textContent = words("pause");
  play.setAttribute("aria-pressed", "true");
  timer = setInterval(() => {
    if (Number(slider.value) >= data.days.length - 1) return stop();
    slider.value = Number(slider.value) + 1;
    day = data.days[slider.value];
    draw();
    write();
  }, 700);
});
document.querySelector(".switch").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  series = link.dataset.series;
  write(true);
  load(false);
});
addEventListener("popstate", () => {
  const given = new URLSearchParams(location.search);
  day = given.get("on") ?? day;
  series = given.get("series") ?? "as_known";
  load(false);
});
if (map) map.on("moveend", () => data && placeLabels());
load(!hashed);
