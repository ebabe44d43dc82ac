// The page: its controls, its panels, and the clock that asks again.

import { milliseconds } from "./format.js";
import { Panel } from "./panel.js";
import { cloudName, readTwin } from "./readers.js";

const REFRESH_MS = 5_000;
const MOST_EVENTS = 20;

const element = (id) => document.getElementById(id);
const controls = document.querySelector(".controls");
const panels = new Map(); // by their element
const inView = new Set();
const rounds = new WeakMap(); // what ends the asking for a panel
let paused = false;

/** Makes the panels of the twin's devices, as soon as the page's server lists them. */
async function open() {
  const problem = element("problem");
  try {
    const twin = await readTwin();
    const clouds = new Set(twin.devices.map((device) => device.cloud));
    document.title = `${twin.name} – Crosstwin`;
    element("twin").textContent = twin.name;
    element("summary").textContent = `${counted(twin.devices, "device")} on ${counted([...clouds], "cloud")}`;
    for (const device of twin.devices) {
      const panel = new Panel(device);
      panels.set(panel.element, panel);
      element("devices").append(panel.element);
      view.observe(panel.element);
    }
    showClouds();
    problem.hidden = true;
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    setTimeout(open, REFRESH_MS);
  }
}

/** Only what is seen, or nearly, is asked for: a twin may have very many devices. */
const view = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) inView.add(panels.get(target));
      else inView.delete(panels.get(target));
      restart(panels.get(target));
    }
  },
  { rootMargin: "50%" },
);

function stop(panel) {
  rounds.get(panel)?.abort();
}

function restart(panel) {
  stop(panel);
  if (!inView.has(panel)) return;
  const round = new AbortController();
  rounds.set(panel, round);
  follow(panel, round.signal);
}

/** Each device by its own clock: a cloud that takes its time holds back no other. While paused, once. */
async function follow(panel, signal) {
  try {
    do {
      announce(await panel.refresh(controls.elements.range.value, signal));
      showClouds();
      await wait(REFRESH_MS, signal);
    } while (!paused);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Which clouds answer for what is in view, and how long the slowest history of each took. */
function showClouds() {
  const clouds = new Set([...panels.values()].map((panel) => panel.device.cloud));
  element("clouds").replaceChildren(...[...clouds].map(cloudItem));
}

function cloudItem(cloud) {
  const all = [...panels.values()].filter((panel) => panel.device.cloud === cloud);
  const seen = all.filter((panel) => inView.has(panel));
  const here = seen.length ? seen : all;
  const failed = here.some((panel) => panel.error !== null);
  const slowest = Math.max(...here.map((panel) => panel.reading?.history.milliseconds ?? 0));
  const item = element("cloud-template").content.firstElementChild.cloneNode(true);
  item.querySelector(".cloud").textContent = cloudName(cloud);
  if (failed || slowest) {
    item.className = failed ? "failed" : "answering";
    item.querySelector(".state").textContent = failed ? "not answering" : "answered in";
    item.querySelector(".milliseconds").textContent = failed ? "" : milliseconds(slowest);
  }
  return item;
}

/** Tells those who do not see the page what changed. */
function announce(text) {
  if (!text) return;
  const line = document.createElement("p");
  line.textContent = text;
  const events = element("events");
  events.append(line);
  if (events.childElementCount > MOST_EVENTS) events.firstElementChild.remove();
}

const counted = (list, noun) => `${list.length} ${noun}${list.length === 1 ? "" : "s"}`;

const wait = (ms, signal) =>
  new Promise((done, failed) => {
    const stop = () => {
      clearTimeout(timer);
      failed(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      done();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });

element("range").addEventListener("change", () => panels.forEach(restart));

element("pause").addEventListener("click", ({ currentTarget }) => {
  paused = !paused;
  currentTarget.setAttribute("aria-pressed", paused);
  if (!paused) panels.forEach(restart);
});

controls.elements.theme.value = document.documentElement.dataset.theme ?? "";
element("theme").addEventListener("change", ({ target }) => {
  if (target.value) document.documentElement.dataset.theme = target.value;
  else delete document.documentElement.dataset.theme;
  localStorage.setItem("theme", target.value);
  redraw();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

function redraw() {
  panels.forEach((panel) => panel.show());
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) panels.forEach(stop);
  else if (!paused) panels.forEach(restart);
});

open();
