// The places as a tree: each can be opened, and chosen for the devices in it.

/** `chosen` is the id of a place, or null for the whole twin. `onChange` is called when it is another one. */
export class PlaceTree {
  constructor(element, places, devices, onChange) {
    this.element = element;
    this.places = new Map(places.map((place) => [place.id, place]));
    this.children = Map.groupBy(places, (place) => place.parent);
    this.counts = this.#counted(devices);
    this.onChange = onChange;
    this.chosen = null;
    element.hidden = places.length === 0;
    if (places.length) element.querySelector("ul").replaceChildren(this.#all(devices.length), ...this.#items(null, 0));
  }

  /** The ids of the places from the outermost to this one. */
  path(id) {
    const found = [];
    for (let place = this.places.get(id); place; place = this.places.get(place.parent)) found.unshift(place.id);
    return found;
  }

  /** Whether a device is in the chosen place, or in one within it. */
  holds(device) {
    return this.chosen === null || this.path(device.place).includes(this.chosen);
  }

  #counted(devices) {
    const counts = new Map();
    for (const device of devices) {
      for (const id of this.path(device.place)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  #all(count) {
    const item = document.createElement("li");
    item.append(this.#button(null, "All places", count));
    return item;
  }

  #items(parent, depth) {
    return (this.children.get(parent) ?? []).map((place) => {
      const item = document.createElement("li");
      const choose = this.#button(place.id, place.name ?? place.id, this.counts.get(place.id) ?? 0);
      if (!this.children.has(place.id)) {
        item.append(choose);
        return item;
      }
      const inside = document.createElement("ul");
      inside.append(...this.#items(place.id, depth + 1));
      const opener = this.#opener(place, inside);
      this.#open(opener, inside, depth === 0);
      item.append(opener, choose, inside);
      return item;
    });
  }

  #opener(place, inside) {
    const opener = document.createElement("button");
    opener.type = "button";
    opener.className = "opener";
    opener.setAttribute("aria-label", `Places in ${place.name ?? place.id}`);
    opener.addEventListener("click", () => this.#open(opener, inside, inside.hidden));
    return opener;
  }

  #open(opener, inside, open) {
    inside.hidden = !open;
    opener.setAttribute("aria-expanded", open);
  }

  #button(id, text, count) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "place";
    button.textContent = text;
    const number = document.createElement("span");
    number.className = "number-of-devices";
    number.textContent = ` ${count.toLocaleString("en")}`;
    button.append(number);
    button.setAttribute("aria-pressed", id === null);
    button.addEventListener("click", () => {
      for (const other of this.element.querySelectorAll(".place")) other.setAttribute("aria-pressed", other === button);
      this.chosen = id;
      this.onChange();
    });
    return button;
  }
}
