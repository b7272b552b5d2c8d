// Marks of incidents: one a place, those that would touch drawn as one ring; the ring is divided by group.
import { putMarker, touch } from "./ground.js";

const SVG = "http://www.w3.org/2000/svg";
const LEAST_GAP = 6;

export const radiusOf = (count) => Math.min(26, 9 + 2.6 * Math.log2(count));

function draw(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

export function drawRing(groups, count, prefix, exact) {
  const radius = radiusOf(count);
  const size = 2 * radius + 8;
  const svg = draw("svg", { width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, "aria-hidden": "true" });
  if (!exact) draw("circle", { class: "doubt", r: radius + 3 }, svg);
  draw("circle", { class: "disc", r: radius }, svg);
  const total = Object.values(groups).reduce((sum, n) => sum + n, 0) || 1;
  const width = radius < 12 ? 3.6 : 4.6;
  const turn = draw("g", { transform: "rotate(-90)" }, svg);
  let offset = 0;
  for (const [group, n] of Object.entries(groups).sort((a, b) => b[1] - a[1])) {
    const share = (100 * n) / total;
    draw("circle", { class: `slice ${prefix}${group}`, r: radius - width / 2, pathLength: 100, "stroke-width": width,
      "stroke-dasharray": `${share} ${100 - share}`, "stroke-dashoffset": -offset }, turn);
    offset += share;
  }
  draw("text", { y: 4 }, svg).textContent = count > 9999 ? `${Math.round(count / 1000)}k` : String(count);
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
  }

  show(marks, prefix, chosen, lit) {
    Object.assign(this, { marks, prefix, chosen, lit });
    this.draw();
  }

  // Marks nearer than they are wide are one cluster; the largest takes in its neighbours.
  cluster() {
    const view = this.map.getCanvas();
    const cell = 60;
    const seen = new Map();
    const clusters = [];
    const placed = this.marks
      .map((mark) => ({ mark, ...this.map.project([mark.lon, mark.lat]) }))
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
    const labels = [];
    for (const cluster of this.cluster().sort((a, b) => b.count - a.count)) {
      const pin = this.makePin(cluster);
      this.drawn.push(putMarker(this.map, pin, cluster.members[0].lon, cluster.members[0].lat));
      const radius = radiusOf(cluster.count);
      this.boxes.push([cluster.x - radius, cluster.y - radius, cluster.x + radius, cluster.y + radius]);
      labels.push([pin.querySelector(".pin-label"), cluster, radius]);
      if (focused && pin.dataset.spot === focused) pin.focus();
    }
    for (const [label, { x, y }, radius] of labels) {
      const wide = label.textContent.length * 6.6 + 6;
      const box = [x + radius + 3, y - 8, x + radius + 3 + wide, y + 8];
      const clash = this.boxes.some((other) => touch(box, other));
      label.classList.toggle("hidden", clash);
      if (!clash) this.boxes.push(box);
    }
  }

  makePin({ members, count }) {
    const [first] = members;
    const groups = {};
    for (const mark of members) for (const [group, n] of Object.entries(mark.groups)) groups[group] = (groups[group] ?? 0) + n;
    const pin = document.createElement("button");
    pin.type = "button";
    pin.className = "pin";
    const several = members.length > 1 || first.cell;
    pin.dataset.spot = first.id;
    pin.classList.toggle("chosen", members.some((mark) => mark.id === this.chosen));
    pin.classList.toggle("lit", members.some((mark) => mark.only && mark.only === this.lit));
    pin.classList.toggle("dim", Boolean(this.chosen) && !members.some((mark) => mark.id === this.chosen));
    pin.append(drawRing(groups, count, this.prefix, several || first.exact));
    const name = several && members.length > 1 ? `${first.label} +${members.length - 1}` : first.label;
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
      if (several && (apart || first.cell) && this.map.getZoom() < 15.5) this.zoomTo(members);
      else this.choose(first.id === this.chosen ? "" : first.id);
    });
    return pin;
  }

  zoomTo(members) {
    const lons = members.map((mark) => mark.lon), lats = members.map((mark) => mark.lat);
    const box = [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
    if (members.length === 1) this.map.easeTo({ center: box[0], zoom: this.map.getZoom() + 2, duration: 300 });
    else this.map.fitBounds(box, { padding: 110, maxZoom: 16, duration: 300 });
  }
}
