// Marks of incidents: one a place, those that would touch drawn as one ring, of very many the cells of H3; the edge is divided by group.
import { listFurniture, near, placeLabel, putMarker } from "./ground.js";

const SVG = "http://www.w3.org/2000/svg";
const LEAST_GAP = 6;
const LEAST_REACH = 10, MOST_REACH = 240; // pixels from the middle of a cell to its corners

export const radiusOf = (count) => Math.min(26, 9 + 2.6 * Math.log2(count));

function draw(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

function shorten(count) {
  return count > 9999 ? `${Math.round(count / 1000)}k` : count.toLocaleString("en");
}

// A cell by its corners, in pixels from its middle.
export function drawCell(groups, count, prefix, corners, share) {
  const reach = Math.max(...corners.flat().map(Math.abs));
  const svg = draw("svg", { width: 2 * reach, height: 2 * reach, viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}`, "aria-hidden": "true" });
  const outline = (inset) => `M${corners.map((corner) => corner.map((at) => (at * (1 - inset / reach)).toFixed(2)).join(" ")).join("L")}Z`;
  draw("path", { class: "disc", d: outline(0.8) }, svg);
  draw("path", { class: "tint", d: outline(0.8), "fill-opacity": (0.06 + 0.34 * share).toFixed(2) }, svg);
  drawSlices(groups, svg, prefix, (attributes) => ({ ...attributes, d: outline(3) }), "path", 3.6);
  draw("text", { y: 4 }, svg).textContent = shorten(count);
  return svg;
}

function drawSlices(groups, parent, prefix, shape, name, width) {
  const total = Object.values(groups).reduce((sum, n) => sum + n, 0) || 1;
  let offset = 0;
  for (const [group, n] of Object.entries(groups).sort((a, b) => b[1] - a[1])) {
    const share = (100 * n) / total;
    draw(name, shape({ class: `slice ${prefix}${group}`, pathLength: 100, "stroke-width": width,
      "stroke-dasharray": `${share} ${100 - share}`, "stroke-dashoffset": -offset }), parent);
    offset += share;
  }
}

export function drawRing(groups, count, prefix, exact) {
  const radius = radiusOf(count);
  const size = 2 * radius + 8;
  const svg = draw("svg", { width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, "aria-hidden": "true" });
  if (!exact) draw("circle", { class: "doubt", r: radius + 3 }, svg);
  draw("circle", { class: "disc", r: radius }, svg);
  const width = radius < 12 ? 3.6 : 4.6;
  const turn = draw("g", { transform: "rotate(-90)" }, svg);
  drawSlices(groups, turn, prefix, (attributes) => ({ ...attributes, r: radius - width / 2 }), "circle", width);
  draw("text", { y: 4 }, svg).textContent = shorten(count);
  return svg;
}

export class Pins {
  constructor(map, words, choose) {
    this.map = map;
    this.words = words;
    this.choose = choose;
    this.marks = [];
    this.drawn = [];
    this.boxes = [];
    map.on("moveend", () => this.draw());
    map.on("resize", () => this.draw());
    // Between two drawings cells grow and shrink with the ground.
    map.on("zoom", () => map.getContainer().style.setProperty("--grow", 2 ** (map.getZoom() - this.zoom)));
  }

  project(lon, lat) {
    return this.map.project([near(this.map, lon), lat]);
  }

  show(marks, cells, prefix, chosen, lit) {
    Object.assign(this, { marks, cells, prefix, chosen, lit });
    this.draw();
  }

  // Marks nearer than they are wide are one cluster; the largest takes in its neighbours.
  cluster() {
    const view = this.map.getCanvas();
    const cell = 60;
    const seen = new Map();
    const clusters = [];
    const placed = this.marks
      .filter((mark) => !mark.outline)
      .map((mark) => ({ mark, ...this.project(mark.lon, mark.lat) }))
      .filter(({ x, y }) => x > -80 && y > -80 && x < view.clientWidth + 80 && y < view.clientHeight + 80)
      .sort((a, b) => b.mark.count - a.mark.count || (a.mark.id < b.mark.id ? -1 : 1));
    for (const { mark, x, y } of placed) {
      const column = Math.floor(x / cell), row = Math.floor(y / cell);
      let home = null;
      for (let i = column - 1; i <= column + 1 && !home; i++) {
        for (let j = row - 1; j <= row + 1 && !home; j++) {
          home = (seen.get(`${i}:${j}`) ?? []).find(
            (other) => Math.hypot(other.x - x, other.y - y) < other.radius + radiusOf(mark.count) - LEAST_GAP + 2,
          );
        }
      }
      if (home) {
        home.members.push(mark);
        home.count += mark.count;
      } else {
        const made = { x, y, radius: radiusOf(mark.count) + 2, members: [mark], count: mark.count };
        clusters.push(made);
        const key = `${column}:${row}`;
        seen.set(key, [...(seen.get(key) ?? []), made]);
      }
    }
    return clusters;
  }

  draw() {
    const focused = document.activeElement?.dataset?.spot;
    for (const marker of this.drawn) marker.remove();
    this.drawn = [];
    this.boxes = [];
    this.zoom = this.map.getZoom();
    this.map.getContainer().style.setProperty("--grow", 1);
    const labels = [];
    this.drawCells(focused);
    for (const cluster of this.cluster().sort((a, b) => b.count - a.count)) {
      const pin = this.makePin(cluster);
      this.drawn.push(putMarker(this.map, pin, cluster.members[0].lon, cluster.members[0].lat));
      const radius = radiusOf(cluster.count);
      this.boxes.push([cluster.x - radius, cluster.y - radius, cluster.x + radius, cluster.y + radius]);
      labels.push([pin.querySelector(".pin-label"), cluster, radius]);
      if (focused && pin.dataset.spot === focused) pin.focus();
    }
    this.boxes.push(...listFurniture(this.map));
    for (const [label, at, radius] of labels) placeLabel(this.map, label, at, radius, this.boxes);
  }

  drawCells(focused) {
    const cells = this.marks.filter((mark) => mark.outline);
    const most = Math.max(1, ...cells.map((mark) => mark.count));
    const wide = this.map.getCanvas().clientWidth, high = this.map.getCanvas().clientHeight;
    for (const mark of cells) {
      const { x, y } = this.project(mark.lon, mark.lat);
      const turn = near(this.map, mark.lon) - mark.lon;
      const corners = mark.outline.map(([lon, lat]) => this.map.project([lon + turn, lat])).map((at) => [at.x - x, at.y - y]);
      const reach = Math.max(...corners.flat().map(Math.abs));
      // Those of a much nearer or farther zoom say nothing here, before the ones of this are there.
      if (reach < LEAST_REACH || reach > MOST_REACH) continue;
      if (x < -reach || y < -reach || x > wide + reach || y > high + reach) continue;
      const pin = this.makePin({ members: [mark], count: mark.count }, drawCell(mark.groups, mark.count, this.prefix, corners, Math.sqrt(mark.count / most)));
      this.drawn.push(putMarker(this.map, pin, mark.lon, mark.lat));
      this.boxes.push([x - reach, y - reach, x + reach, y + reach]);
      if (focused && mark.id === focused) pin.focus();
    }
  }

  makePin({ members, count }, drawing = null) {
    const [first] = members;
    const groups = {};
    for (const mark of members) for (const [group, n] of Object.entries(mark.groups)) groups[group] = (groups[group] ?? 0) + n;
    const pin = document.createElement("button");
    pin.type = "button";
    pin.className = first.outline ? "pin cell" : "pin";
    const several = members.length > 1 || first.outline;
    pin.dataset.spot = first.id;
    pin.classList.toggle("chosen", members.some((mark) => mark.id === this.chosen));
    pin.classList.toggle("lit", members.some((mark) => mark.only && mark.only === this.lit));
    pin.classList.toggle("dim", Boolean(this.chosen) && !members.some((mark) => mark.id === this.chosen));
    pin.append(drawing ?? drawRing(groups, count, this.prefix, several || first.exact));
    const name = first.outline ? this.words("around", { place: first.label }) : several && members.length > 1 ? `${first.label} +${members.length - 1}` : first.label;
    const doubt = several || first.exact ? "" : `, ${this.words(first.id.startsWith("area:") ? "area" : "inexact")}`;
    const rest = `: ${count === 1 ? this.words("one") : this.words("incidents", { n: count })}${doubt}`;
    pin.title = name + rest;
    const label = document.createElement("span");
    label.className = "pin-label";
    label.dir = "auto";
    label.textContent = name;
    const more = document.createElement("span");
    more.className = "unseen";
    more.textContent = rest;
    pin.append(label, more);
    pin.addEventListener("click", (event) => {
      event.stopPropagation();
      const apart = new Set(members.map((mark) => `${mark.lon},${mark.lat}`)).size > 1;
      if (first.outline || (several && apart && this.map.getZoom() < 15.5)) this.zoomTo(members);
      else this.choose(first.id === this.chosen ? "" : first.id);
    });
    return pin;
  }

  zoomTo(members) {
    const lons = members.map((mark) => near(this.map, mark.lon)), lats = members.map((mark) => mark.lat);
    const box = [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
    if (members.length === 1) this.map.easeTo({ center: box[0], zoom: this.map.getZoom() + 2, duration: 300 });
    else this.map.fitBounds(box, { padding: 110, maxZoom: 16, duration: 300 });
  }
}
