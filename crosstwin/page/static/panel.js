// A device's panel: where its values are, how fast they came, newest values, charts, and the same as a table.

import { PropertyChart } from "./charts.js";
import { ageText, clock, durationText, isNumeric, milliseconds, moment, valueText } from "./format.js";
import { cloudName, storeName } from "./readers.js";

const SERIES = 4; // colours of lines in page.css

export class Panel {
  /** `device` is {id, name, type, cloud, properties: {name: {type, unit}}}, `place` where it is, in words. */
  constructor(device, place) {
    this.device = device;
    this.error = null;
    this.reading = null;
    this.element = copy("device-template");
    const title = this.#find("h2");
    title.textContent = device.id;
    title.id = `device-${device.id}`;
    this.element.setAttribute("aria-labelledby", title.id);
    const about = [device.name, device.type, place, cloudName(device.cloud), storeName(device.cloud)];
    this.#find(".source").textContent = about.filter(Boolean).join(" · ");
    this.#find(".scroll").setAttribute("aria-label", `Values of ${device.id}`);
    this.#find("details").addEventListener("toggle", () => this.#showTable());
    this.properties = this.#rows(device.properties);
  }

  /** A row for each property, numbers before states: its stat and its chart. */
  #rows(definitions) {
    const names = Object.keys(definitions);
    const numeric = names.filter((name) => isNumeric(definitions[name].type));
    const ordered = [...numeric, ...names.filter((name) => !numeric.includes(name))];
    return ordered.map((name, index) => {
      const { type, unit } = definitions[name];
      const row = copy("property-template");
      row.classList.add(isNumeric(type) ? "number" : "state");
      row.dataset.series = (index % SERIES) + 1;
      row.querySelector("h3").textContent = unit ? `${name} (${unit})` : name;
      this.#find(".properties").append(row);
      const last = index === ordered.length - 1;
      row.classList.toggle("last", last);
      const chart = new PropertyChart(row.querySelector(".chart"), { type, series: row.dataset.series, last });
      return { name, type, row, chart };
    });
  }

  /** Whether nothing was answered yet. */
  get isNew() {
    return this.reading === null && this.error === null;
  }

  /** How many values the widest chart has room for. */
  get points() {
    return Math.max(...this.properties.map(({ chart }) => chart.width));
  }

  /** Shows what was answered. Returns what of it is news, or "". */
  take({ error, ...reading }, staleAfter) {
    if (error !== undefined) return this.fail(error, staleAfter);
    const before = { failed: this.error !== null, values: this.reading?.newest.values };
    this.reading = reading;
    this.error = null;
    this.show(staleAfter);
    return this.#news(before);
  }

  /** The same for an error. What was answered before stays. */
  fail(message, staleAfter) {
    const before = { failed: this.error !== null };
    this.error = message;
    this.show(staleAfter);
    return this.#news(before);
  }

  /** Ends the charts: the device is shown no more. */
  dispose() {
    for (const { chart } of this.properties) chart.dispose();
  }

  /** `staleAfter` is in milliseconds. */
  show(staleAfter = Infinity) {
    const failed = this.error !== null;
    const answering = !failed && this.reading !== null;
    this.element.classList.toggle("failed", failed);
    this.element.classList.toggle("answering", answering);
    if (failed || answering) this.#find(".state").textContent = failed ? "not answering" : "answering";
    this.#find(".problem").hidden = !failed;
    this.#find(".problem").textContent = this.error ?? "";
    if (!this.reading) return;
    this.#find(".timing").textContent = this.#timing(failed);
    this.#showAge(staleAfter);
    this.#showReading();
  }

  /** How old the newest value is; a device whose newest value is too old is stale. */
  #showAge(staleAfter) {
    const { end, newest } = this.reading;
    const times = Object.values(newest.times).map((time) => Date.parse(time));
    const age = Date.parse(end) - (times.length ? greatest(times) : -Infinity);
    const stale = age > staleAfter;
    this.element.classList.toggle("stale", stale);
    const text = times.length ? `newest value ${ageText(new Date(greatest(times)).toISOString(), Date.parse(end))}` : "no values";
    this.#find(".staleness").textContent = stale ? `stale: ${text}` : "";
  }

  #timing(failed) {
    const { end, history, newest } = this.reading;
    const at = clock(Date.parse(end));
    if (failed) return `last answer at ${at}`;
    const times = `history ${milliseconds(history.milliseconds)} · newest ${milliseconds(newest.milliseconds)}`;
    return [times, this.#twin(), `at ${at}`].filter(Boolean).join(" · ");
  }

  /** How far the twin in Azure Digital Twins is behind the hot store; nothing where there are no such twins. */
  #twin() {
    const { newest, twin } = this.reading;
    if (!twin) return "";
    if (!twin.observedAt) return "no values in the twin";
    const behind = greatest(Object.values(newest.times).map((time) => Date.parse(time))) - Date.parse(twin.observedAt);
    return behind > 0 ? `twin ${durationText(behind)} behind` : "twin up to date";
  }

  #showReading() {
    const { history, newest } = this.reading;
    const [start, end] = [Date.parse(this.reading.start), Date.parse(this.reading.end)];
    for (const { name, type, row, chart } of this.properties) {
      const points = (history.columns[name] ?? []).map(([time, value]) => [Date.parse(time), value]);
      const value = name in newest.values ? valueText(newest.values[name]) : "–";
      const spread = isNumeric(type) ? spreadText(points) : sinceText(points, start, end);
      row.querySelector(".value").textContent = value;
      const age = ageText(newest.times[name], end);
      row.querySelector(".age").textContent = this.#differs(name) ? `${age} · twin ${this.#inTwin(name)}` : age;
      row.querySelector(".spread").textContent = spread;
      const description = `${name} of ${this.device.id}: newest ${value}; ${spread.replace("–", "to")}`;
      chart.draw({ points, start, end, description });
    }
    this.#showTable();
  }

  #differs(name) {
    const { newest, twin } = this.reading;
    return twin && name in newest.values && valueText(newest.values[name]) !== this.#inTwin(name);
  }

  #inTwin(name) {
    const { values } = this.reading.twin;
    return name in values ? valueText(values[name]) : "–";
  }

  /** Newest first: a row for each time, a column for each property. Made while it is open. */
  #showTable() {
    if (!this.#find("details").open || !this.reading) return;
    const names = this.properties.map(({ name }) => name);
    const rows = new Map();
    for (const name of names) {
      for (const [time, value] of this.reading.history.columns[name] ?? []) {
        if (!rows.has(time)) rows.set(time, {});
        rows.get(time)[name] = value;
      }
    }
    const heading = line("th", ["time", ...names]);
    for (const cell of heading.cells) cell.scope = "col";
    this.#find("thead").replaceChildren(heading);
    const times = [...rows.keys()].sort((one, other) => Date.parse(other) - Date.parse(one));
    this.#find("tbody").replaceChildren(
      ...times.map((time) => line("td", [time, ...names.map((name) => cellText(rows.get(time)[name]))])),
    );
  }

  #news(before) {
    const who = `${this.device.id} on ${cloudName(this.device.cloud)}`;
    if (this.error !== null) return before.failed ? "" : `${who}: not answering.`;
    if (before.failed) return `${who}: answering again.`;
    const changed = this.properties.filter(
      ({ name, type }) =>
        !isNumeric(type) && before.values && before.values[name] !== this.reading.newest.values[name],
    );
    return changed.map(({ name }) => `${this.device.id}: ${name} is ${this.reading.newest.values[name]}.`).join(" ");
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }
}

const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

const cellText = (value) => (value === undefined ? "" : valueText(value));

function line(tag, texts) {
  const row = document.createElement("tr");
  for (const text of texts) {
    const cell = document.createElement(tag);
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}

// Math.min(...values) fails with very many of them.
const least = (values) => values.reduce((one, other) => Math.min(one, other));
const greatest = (values) => values.reduce((one, other) => Math.max(one, other));

function spreadText(points) {
  if (!points.length) return "no values in this range";
  const values = points.map(([, value]) => Number(value));
  return `${valueText(least(values))} – ${valueText(greatest(values))}`;
}

function sinceText(points, start, end) {
  if (!points.length) return "no values in this range";
  const [, state] = points.at(-1);
  const first = points.findLastIndex(([, value]) => value !== state) + 1;
  return first === 0 ? "unchanged in this range" : `since ${moment(points[first][0], start, end)}`;
}
