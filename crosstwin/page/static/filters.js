// Which devices are shown: those that fit the filters, some at a time.

import { PlaceTree } from "./places.js";
import { cloudName } from "./readers.js";

const DEVICES_AT_A_TIME = 50;
const STALE_MINUTES = "stale-minutes"; // where the browser keeps it

const element = (id) => document.getElementById(id);
const count = (number) => number.toLocaleString("en");

/** `onChange` gets the devices to show, whenever they are others, and what says in which places one is. */
export class Filters {
  constructor(twin, onChange) {
    this.devices = twin.devices;
    this.onChange = onChange;
    this.first = 0;
    this.tree = new PlaceTree(element("places"), twin.places, twin.devices, () => this.#changed());
    this.#options("type", new Set(twin.devices.map(({ type }) => type).filter((type) => type !== null)), String);
    this.#options("cloud", new Set(twin.devices.map(({ cloud }) => cloud)), cloudName);
    element("filters").addEventListener("input", ({ target }) => target.id !== "stale" && this.#changed());
    element("filters").addEventListener("submit", (event) => event.preventDefault());
    element("previous").addEventListener("click", () => this.#turn(-DEVICES_AT_A_TIME));
    element("next").addEventListener("click", () => this.#turn(DEVICES_AT_A_TIME));
    this.#changed();
  }

  #options(id, values, text) {
    const options = [...values].sort().map((value) => new Option(text(value), value));
    element(id).append(...options);
    element(id).parentElement.hidden = options.length === 0;
  }

  #changed() {
    this.first = 0;
    const words = element("text").value.toLowerCase().split(/\s+/);
    const [type, cloud] = [element("type").value, element("cloud").value];
    this.found = this.devices.filter(
      (device) =>
        (!type || device.type === type) &&
        (!cloud || device.cloud === cloud) &&
        words.every((word) => device.id.toLowerCase().includes(word) || device.name?.toLowerCase().includes(word)) &&
        this.tree.holds(device),
    );
    this.#show();
  }

  #turn(by) {
    this.first += by;
    this.#show();
    element("devices").focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  #show() {
    const shown = this.found.slice(this.first, this.first + DEVICES_AT_A_TIME);
    const last = this.first + shown.length;
    const of = this.found.length === this.devices.length ? "" : ` of ${count(this.devices.length)}`;
    element("found").textContent = `${count(this.found.length)}${of} devices`;
    element("pages").hidden = this.found.length <= DEVICES_AT_A_TIME;
    element("shown").textContent = `${count(this.first + 1)} to ${count(last)}`;
    element("previous").disabled = this.first === 0;
    element("next").disabled = last === this.found.length;
    this.onChange(shown, (device) => this.tree.path(device.place).join(" / "));
  }
}

/** After how many milliseconds without a new value a device is stale. The browser keeps what is chosen. */
export const staleAfter = () => Number(element("stale").value) * 60_000;

export function keepStaleAfter(onChange) {
  const select = element("stale");
  const kept = localStorage.getItem(STALE_MINUTES);
  if ([...select.options].some(({ value }) => value === kept)) select.value = kept;
  select.addEventListener("change", () => {
    localStorage.setItem(STALE_MINUTES, select.value);
    onChange();
  });
}
