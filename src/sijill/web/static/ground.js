// The ground of every map: land and borders from this server, in the colours of the page, and marks as HTML.
import * as maplibre from "./vendor/maplibre-gl.mjs";

const MOST_LABELS = 24;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function paint() {
  return { sea: colour("--sea"), land: colour("--land"), border: colour("--border"), unit: colour("--unit"), area: colour("--accent") };
}

const NOTHING = { type: "FeatureCollection", features: [] };
const escape = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function makeStyle({ world, tiles, imports }) {
  const { sea, land, border, unit, area } = paint();
  const sources = {
    world: { type: "geojson", data: new URL(world, location.href).href, attribution: "Natural Earth" },
    areas: { type: "geojson", data: NOTHING },
    units: { type: "geojson", data: NOTHING, attribution: imports ? escape(imports) : "" },
  };
  const layers = [
    { id: "sea", type: "background", paint: { "background-color": sea } },
    { id: "land", type: "fill", source: "world", filter: ["==", ["get", "is"], "land"], paint: { "fill-color": land } },
    { id: "border", type: "line", source: "world", filter: ["==", ["get", "is"], "border"],
      paint: { "line-color": border, "line-width": 1, "line-dasharray": [3, 2] } },
    // Boundaries of larger units are drawn heavier than those within them.
    { id: "units", type: "line", source: "units", layout: { "line-join": "round" },
      paint: { "line-color": unit, "line-width": ["match", ["get", "kind"], ["governorate", "region"], 1.4, "district", 0.9, 0.6] } },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": area, "fill-opacity": 0.09 } },
    { id: "area-lines", type: "line", source: "areas", paint: { "line-color": area, "line-width": 1.2, "line-dasharray": [4, 3] } },
  ];
  if (tiles) {
    sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
    layers.splice(3, 0, { id: "tiles", type: "raster", source: "tiles" });
  }
  return { version: 8, sources, layers };
}

// The map, or null where the browser cannot draw one. `setup` has the addresses of worker, world and tiles.
export function makeMap(element, setup, hash) {
  try {
    maplibre.setWorkerUrl(new URL(setup.worker, location.href).href);
    const map = new maplibre.Map({
      container: element, style: makeStyle(setup), center: [20, 25], zoom: 1.5, maxZoom: 16,
      hash, attributionControl: { compact: true }, dragRotate: false, pitchWithRotate: false, fadeDuration: 0, renderWorldCopies: false,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibre.ScaleControl({ maxWidth: 110 }), "bottom-right");
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      const { sea, land, border, unit, area } = paint();
      map.setPaintProperty("sea", "background-color", sea);
      map.setPaintProperty("land", "fill-color", land);
      map.setPaintProperty("border", "line-color", border);
      map.setPaintProperty("units", "line-color", unit);
      map.setPaintProperty("areas", "fill-color", area);
    });
    return map;
  } catch (error) {
    console.warn(error);
    return null;
  }
}

// All points on the map. Where they lie on both sides of the date line, the world goes on past it.
export function fit(map, points, maxZoom = 12) {
  if (!points.length) return;
  const span = (lons) => [Math.min(...lons), Math.max(...lons)];
  const [plain, other] = [span(points.map(({ lon }) => lon)), span(points.map(({ lon }) => (lon < 0 ? lon + 360 : lon)))];
  const across = other[1] - other[0] < plain[1] - plain[0] || plain[1] > 180;
  const [west, east] = across ? other : plain;
  const [south, north] = span(points.map(({ lat }) => lat));
  map.setRenderWorldCopies(across);
  map.fitBounds([[west, south], [east, north]], { padding: { top: 50, bottom: 110, left: 60, right: 120 }, maxZoom, animate: false });
}

// The longitude as the map counts it where it shows the world more than once.
export function near(map, lon) {
  return map.getRenderWorldCopies() ? lon - 360 * Math.round((lon - map.getCenter().lng) / 360) : lon;
}

export function putMarker(map, element, lon, lat) {
  return new maplibre.Marker({ element }).setLngLat([lon, lat]).addTo(map);
}

// Names of places that nothing happened at, where there is room, and boundaries, so that the eye finds its way at town scale.
export class GroundLabels {
  constructor(map, taken) {
    this.map = map;
    this.taken = taken;
    this.markers = [];
    this.asked = 0;
    map.on("moveend", () => this.refresh());
    map.on("idle", () => this.asked || this.refresh());
  }

  async refresh() {
    const turn = ++this.asked;
    const bounds = this.map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((n) => n.toFixed(3));
    const answer = await fetch(`/ground.json?z=${this.map.getZoom().toFixed(1)}&box=${box.join(",")}`);
    if (!answer.ok || turn !== this.asked) return;
    const { places, lines } = await answer.json();
    this.map.getSource("units")?.setData({ type: "FeatureCollection", features: lines });
    for (const marker of this.markers) marker.remove();
    const boxes = [...this.taken(), ...listFurniture(this.map)];
    const wide = this.map.getContainer().clientWidth;
    this.markers = [];
    for (const { name, lat, lon } of places) {
      if (this.markers.length >= MOST_LABELS) break;
      const { x, y } = this.map.project([lon, lat]);
      const rect = [x - name.length * 3.4 - 4, y - 9, x + name.length * 3.4 + 4, y + 9];
      if (rect[0] < 0 || rect[2] > wide || boxes.some((other) => touch(rect, other))) continue;
      boxes.push(rect);
      const label = document.createElement("span");
      label.className = "ground-label";
      label.setAttribute("aria-hidden", "true");
      label.dir = "auto";
      label.textContent = name;
      this.markers.push(putMarker(this.map, label, lon, lat));
    }
  }
}

// What lies over the map in its frame: no name is put under it.
export function listFurniture(map) {
  const frame = map.getContainer().getBoundingClientRect();
  const parts = map.getContainer().parentElement.querySelectorAll(".map-frame > .legend, .maplibregl-ctrl-group, .maplibregl-ctrl-attrib, .maplibregl-ctrl-scale");
  return [...parts].map((part) => part.getBoundingClientRect()).filter((box) => box.width)
    .map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
}

// Puts the name of a mark beside it, on the side where there is room, or hides it; `boxes` are taken, and takes it too.
export function placeLabel(map, label, { x, y }, radius, boxes) {
  const view = map.getContainer();
  const wide = label.textContent.length * 6.6 + 6, gap = radius + 3;
  const ways = {
    right: [x + gap, y - 8, x + gap + wide, y + 8], left: [x - gap - wide, y - 8, x - gap, y + 8],
    below: [x - wide / 2, y + gap, x + wide / 2, y + gap + 16], above: [x - wide / 2, y - gap - 16, x + wide / 2, y - gap],
  };
  const found = Object.keys(ways).find((way) => {
    const box = ways[way];
    return box[0] >= 0 && box[1] >= 0 && box[2] <= view.clientWidth && box[3] <= view.clientHeight && !boxes.some((other) => touch(box, other));
  });
  for (const way of Object.keys(ways)) label.classList.toggle(way, way === (found ?? "right"));
  label.classList.toggle("hidden", !found);
  if (found) boxes.push(ways[found]);
}

export function touch(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
