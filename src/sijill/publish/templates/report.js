"use strict";
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  var form = document.querySelector(".filters");
  var cards = Array.prototype.slice.call(document.querySelectorAll(".card"));
  var byId = {};
  cards.forEach(function (card) {
    byId[card.id] = card;
    card.words = fold(card.textContent);
    card.shown = true;
  });
  var place = "";

  // Case, accents, Arabic vowel signs and letter variants make no difference to a search.
  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "")
      .replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627").replace(/\u0649/g, "\u064a").replace(/\u0629/g, "\u0647").toLowerCase();
  }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function checked(name) { return all('input[name="' + name + '"]:checked', form).map(function (box) { return box.value; }); }

  function readForm() {
    return {
      group: checked("group"), status: checked("status"), side: checked("side"),
      q: form.elements.q.value.trim(), from: form.elements.from.value, to: form.elements.to.value, place: place
    };
  }
  function matches(card, f) {
    var d = card.dataset;
    if (f.group.length && f.group.indexOf(d.group) < 0) return false;
    if (f.status.length && f.status.indexOf(d.status) < 0) return false;
    if (f.side.length && !d.sides.split(" ").some(function (side) { return f.side.indexOf(side) >= 0; })) return false;
    if (f.place && d.at !== f.place) return false;
    if ((f.from || f.to) && !d.start) return false;
    if (f.from && d.end < f.from) return false;
    if (f.to && d.start > f.to) return false;
    return !f.q || fold(f.q).split(/\s+/).every(function (word) { return card.words.indexOf(word) >= 0; });
  }
  function apply(keepHash) {
    var f = readForm(), count = 0;
    cards.forEach(function (card) {
      card.shown = matches(card, f);
      card.hidden = !card.shown;
      count += card.shown ? 1 : 0;
    });
    all(".run").forEach(function (run) {
      var left = all(".card", run).filter(function (card) { return card.shown; }).length;
      run.hidden = !left;
      run.querySelector(".count").textContent = left;
    });
    all(".tray li").forEach(function (item) { item.hidden = !byId[item.dataset.card].shown; });
    all(".tray").forEach(function (tray) {
      tray.querySelector(".count").textContent = all("li", tray).filter(function (item) { return !item.hidden; }).length;
    });
    document.querySelector(".none-left").hidden = count > 0;
    form.querySelector(".shown").textContent = count + " of " + cards.length + " incidents";
    drawMarks(f);
    drawBars();
    if (!keepHash) writeHash(f);
  }

  function drawMarks(f) {
    var on = {}, note = form.querySelector(".at-place");
    note.hidden = !f.place;
    all(".mark").forEach(function (mark) {
      var own = mark.dataset.cards.split(" ").map(function (id) { return byId[id]; }).filter(function (c) { return c.shown; });
      var offset = 0;
      on[mark.dataset.at] = own.length;
      mark.classList.toggle("off", !own.length);
      mark.classList.toggle("chosen", mark.dataset.at === f.place);
      if (mark.dataset.at === f.place) note.querySelector("b").textContent = mark.dataset.label;
      mark.querySelector(".number").textContent = own.length || "";
      all(".slice", mark).forEach(function (slice) {
        var part = own.filter(function (c) { return c.dataset.group === slice.dataset.group; }).length;
        var share = own.length ? 100 * part / own.length : 0;
        slice.setAttribute("stroke-dasharray", share + " " + (100 - share));
        slice.setAttribute("stroke-dashoffset", -offset);
        slice.setAttribute("visibility", part ? "visible" : "hidden");
        offset += share;
      });
    });
    all(".area").forEach(function (area) { area.classList.toggle("off", !on[area.dataset.at]); });
  }
  function drawBars() {
    var chart = document.querySelector(".timeline");
    if (!chart) return;
    var tallest = Number(chart.dataset.bar), peak = Number(chart.dataset.peak);
    all(".bar", chart).forEach(function (bar) {
      var d = bar.dataset;
      var count = cards.filter(function (card) {
        var c = card.dataset;
        var lane = c.event === "1" ? c.group : "not-events";
        return card.shown && lane === d.lane && c.start && c.start === c.end && c.start >= d.from && c.start <= d.to;
      }).length;
      var height = count ? Math.max(3, tallest * count / peak) : 0;
      bar.setAttribute("height", height);
      bar.setAttribute("y", Number(d.base) - height);
    });
    all(".span", chart).forEach(function (line) { line.classList.toggle("off", !byId[line.dataset.card].shown); });
  }

  // The whole state of the filter is in the address, after "#?", so that a view can be sent to somebody.
  function writeHash(f) {
    var parts = new URLSearchParams();
    Object.keys(f).forEach(function (key) {
      var value = Array.isArray(f[key]) ? f[key].join(",") : f[key];
      if (value) parts.set(key, value);
    });
    var text = parts.toString();
    history.replaceState(null, "", text ? "#?" + text : location.pathname + location.search);
  }
  function readHash() {
    if (location.hash.slice(0, 2) !== "#?") return showTarget();
    var parts = new URLSearchParams(location.hash.slice(2));
    ["group", "status", "side"].forEach(function (name) {
      var on = (parts.get(name) || "").split(",");
      all('input[name="' + name + '"]', form).forEach(function (box) { box.checked = on.indexOf(box.value) >= 0; });
    });
    ["q", "from", "to"].forEach(function (name) { form.elements[name].value = parts.get(name) || ""; });
    place = parts.get("place") || "";
    apply(true);
  }
  // A link to an incident that the filter hides clears the filter rather than leading nowhere.
  function showTarget() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && byId[target.id] && !target.shown) {
      clear(true);
      target.scrollIntoView();
    }
  }
  function clear(keepHash) {
    form.reset();
    place = "";
    apply(keepHash);
  }
  function choose(element, act) {
    element.addEventListener("click", act);
    element.addEventListener("keydown", function (event) { if (event.key === "Enter" || event.key === " ") act(event); });
  }

  if (form) {
    form.addEventListener("input", function () { apply(false); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.querySelector(".clear").addEventListener("click", function () { clear(false); });
    all(".mark").forEach(function (mark) {
      choose(mark, function (event) {
        event.preventDefault();
        place = place === mark.dataset.at ? "" : mark.dataset.at;
        apply(false);
      });
    });
    all(".bar").forEach(function (bar) {
      choose(bar, function (event) {
        event.preventDefault();
        var same = form.elements.from.value === bar.dataset.from && form.elements.to.value === bar.dataset.to;
        form.elements.from.value = same ? "" : bar.dataset.from;
        form.elements.to.value = same ? "" : bar.dataset.to;
        apply(false);
      });
    });
    window.addEventListener("hashchange", readHash);
    readHash();
  }

  var slider = document.getElementById("control-day");
  if (slider) {
    var days = slider.dataset.days.split(" "), words = slider.dataset.words.split("|"), states = JSON.parse(slider.dataset.states);
    var drawControl = function () {
      var day = days[Number(slider.value)], radio = document.querySelector('input[name="series"]:checked');
      var series = radio ? radio.value : "";
      document.getElementById("control-date").textContent = words[Number(slider.value)];
      slider.setAttribute("aria-valuetext", words[Number(slider.value)]);
      all(".held").forEach(function (mark) {
        var state = (states[mark.dataset.place] || []).filter(function (s) {
          return (!series || s[0] === series) && s[1] <= day && day <= s[2];
        })[0];
        mark.querySelector(".spot").setAttribute("class", "spot h-" + (state ? state[3] : "unknown"));
        mark.classList.toggle("besieged", Boolean(state && state[5]));
        mark.querySelector("title").textContent = mark.dataset.label + ": " + (state ? state[4] : "Unknown") +
          (state && state[6] ? ", " + state[6] : "") + (state && state[5] ? ", besieged by " + state[5] : "");
      });
      all(".series").forEach(function (block) { block.hidden = Boolean(series) && block.dataset.series !== series; });
    };
    slider.addEventListener("input", drawControl);
    all('input[name="series"]').forEach(function (radio) { radio.addEventListener("change", drawControl); });
    drawControl();
  }

  // A folded quote must not be missing from paper.
  window.addEventListener("beforeprint", function () {
    all("details:not([open])").forEach(function (fold) { fold.open = true; fold.dataset.folded = "1"; });
  });
  window.addEventListener("afterprint", function () {
    all("details[data-folded]").forEach(function (fold) { fold.open = false; delete fold.dataset.folded; });
  });
})();
