// The timeline: bars a day, week or month, and a brush that chooses days by pointer or keyboard.
const SVG = "http://www.w3.org/2000/svg";
const DAY = 86400000;
const TOP = 6, BOTTOM = 18;

const toDay = (time) => new Date(time).toISOString().slice(0, 10);
const toTime = (day) => Date.parse(`${day}T00:00:00Z`);

function draw(name, attributes, parent, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

export class Days {
  constructor(svg, words, choose) {
    Object.assign(this, { svg, words, choose, data: null, chosen: null });
    svg.addEventListener("pointerdown", (event) => this.begin(event));
    new ResizeObserver(() => this.data && this.draw()).observe(svg);
  }

  // `chosen` is [first, last] or null; days are ISO.
  show(data, chosen, prefix) {
    Object.assign(this, { data, chosen, prefix });
    this.draw();
  }

  get width() { return this.svg.clientWidth || 600; }
  // A first week that began before the first day is drawn whole, not as a sliver.
  get first() { return Math.min(toTime(this.data.first), toTime(this.data.bars[0]?.[0] ?? this.data.first)); }
  get last() { return toTime(this.data.last) + DAY; }
  x(time) { return ((time - this.first) / (this.last - this.first)) * this.width; }
  at(x) { return this.first + (Math.min(Math.max(x, 0), this.width) / this.width) * (this.last - this.first); }

  binEnd(day) {
    const date = new Date(toTime(day));
    if (this.data.bin === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    return date.getTime() + (this.data.bin === "week" ? 7 : 1) * DAY;
  }

  draw() {
    const { svg, data } = this;
    const focused = document.activeElement?.classList.contains("brush");
    svg.replaceChildren();
    if (!data.first) return;
    const height = svg.clientHeight || 96;
    const peak = Math.max(1, ...data.bars.map(([, groups]) => Object.values(groups).reduce((a, b) => a + b, 0)));
    const bars = draw("g", { class: this.chosen ? "bars dim" : "bars" }, svg);
    const room = height - TOP - BOTTOM;
    for (const [day, groups] of data.bars) {
      const from = this.x(Math.max(toTime(day), this.first)), to = this.x(Math.min(this.binEnd(day), this.last));
      const lit = this.chosen && this.binEnd(day) > toTime(this.chosen[0]) && toTime(day) <= toTime(this.chosen[1]);
      const bar = draw("g", {}, lit ? svg : bars);
      const sum = Object.values(groups).reduce((a, b) => a + b, 0);
      draw("title", {}, bar, `${day}: ${sum}`);
      let y = height - BOTTOM;
      for (const group of Object.keys(groups).sort()) {
        const tall = (room * groups[group]) / peak;
        y -= tall;
        draw("rect", { class: `bar ${this.prefix}${group}`, x: from + 0.4, y, width: Math.max(to - from - 0.8, 1.4), height: tall }, bar);
      }
    }
    draw("line", { class: "base", x1: 0, x2: this.width, y1: height - BOTTOM, y2: height - BOTTOM }, svg);
    this.drawTicks(height);
    this.drawBrush(height, focused);
  }

  drawTicks(height) {
    const span = (this.last - this.first) / DAY;
    const step = [1, 2, 7, 14].find((days) => span / days <= this.width / 70);
    const ticks = [];
    if (step) {
      for (let time = this.first; time < this.last; time += step * DAY) ticks.push([time, toDay(time)]);
    } else {
      const months = [1, 2, 3, 6, 12, 24, 60, 120].find((n) => span / (30.4 * n) <= this.width / 70) ?? 240;
      const date = new Date(this.first);
      for (let m = Math.ceil(date.getUTCMonth() / months) * months; ; m += months) {
        const time = Date.UTC(date.getUTCFullYear(), m, 1);
        if (time >= this.last) break;
        if (time >= this.first) ticks.push([time, months >= 12 ? toDay(time).slice(0, 4) : toDay(time).slice(0, 7)]);
      }
    }
    for (const [time, label] of ticks) {
      const x = this.x(time);
      if (x > this.width - 50 && x > 60) continue;
      draw("text", { x: x + 2, y: height - 5 }, this.svg, label);
    }
  }

  drawBrush(height, focused) {
    const [from, to] = this.chosen ?? [this.data.first, this.data.last];
    const x = this.x(Math.max(toTime(from), this.first)), end = this.x(Math.min(toTime(to) + DAY, this.last));
    const brush = draw("g", {
      class: "brush", tabindex: 0, role: "slider", "aria-label": this.words("arrows"), "aria-valuemin": 0,
      "aria-valuemax": Math.round((this.last - this.first) / DAY), "aria-valuenow": Math.round((toTime(from) - this.first) / DAY),
      "aria-valuetext": this.words("chosen", { from, to }),
    }, this.svg);
    draw("title", {}, brush, this.words("arrows"));
    draw("rect", { class: "shade", x, y: 0, width: Math.max(end - x, 2), height: height - BOTTOM, visibility: this.chosen ? "visible" : "hidden" }, brush);
    if (this.chosen) {
      for (const [side, at] of [["start", x], ["end", end]]) {
        draw("rect", { class: "grip", "data-side": side, x: at - 2, y: 0, width: 4, height: height - BOTTOM }, brush);
      }
    }
    brush.addEventListener("keydown", (event) => this.press(event));
    if (focused) brush.focus();
  }

  press(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }[event.key];
    if (event.key === "Home" || event.key === "Escape") this.pick(null);
    else if (step) {
      const days = step * (this.data.bin === "month" ? 30 : this.data.bin === "week" ? 7 : 1);
      let [from, to] = this.chosen ?? [this.data.first, this.chosen ? "" : toDay(Math.min(this.first + (this.data.bin === "day" ? 0 : 6) * DAY, this.last - DAY))];
      to = toDay(toTime(to) + days * DAY);
      if (!event.shiftKey) from = toDay(toTime(from) + days * DAY);
      if (to < from) to = from;
      if (this.chosen === null && !event.shiftKey) [from, to] = [this.data.first, to < from ? from : toDay(toTime(to) - days * DAY)];
      this.pick([from, to]);
    } else return;
    event.preventDefault();
  }

  pick(chosen) {
    this.chosen = chosen;
    this.draw();
    this.choose(chosen);
  }

  begin(event) {
    if (!this.data?.first || event.button) return;
    const left = this.svg.getBoundingClientRect().left;
    const start = this.at(event.clientX - left);
    const side = event.target.dataset?.side;
    const held = side && this.chosen ? toTime(side === "start" ? this.chosen[1] : this.chosen[0]) : start;
    const begun = event.clientX;
    this.svg.setPointerCapture(event.pointerId);
    const move = (now) => {
      const here = this.at(now.clientX - left - 0.001);
      this.chosen = [toDay(Math.min(held, here)), toDay(Math.max(held, here))];
      this.draw();
    };
    const end = (now) => {
      this.svg.removeEventListener("pointermove", move);
      this.svg.removeEventListener("pointerup", end);
      this.svg.removeEventListener("pointercancel", end);
      if (Math.abs(now.clientX - begun) < 4 && !side) {
        // A click chooses the bar that is under it.
        const bar = this.data.bars.find(([day]) => toTime(day) <= start && start < this.binEnd(day));
        this.pick(bar ? [bar[0] < this.data.first ? this.data.first : bar[0], toDay(this.binEnd(bar[0]) - DAY)] : null);
      } else this.choose(this.chosen);
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", end);
  }
}
