// The page: its controls, the panels of the devices that are shown, and the clock that asks again.

import { Filters, keepStaleAfter, staleAfter } from "./filters.js";
import { milliseconds } from "./format.js";
import { Panel } from "./panel.js";
import { cloudName, readDevices, readTwin } from "./readers.js";

const REFRESH_MS = 5_000;
const SETTLE_MS = 100; // scrolling or typing goes on for a moment
const MOST_EVENTS = 20;

const element = (id) => document.getElementById(id);
const controls = document.querySelector(".controls");
const panels = new Map(); // of the devices that are shown, by their element
const inView = new Set();
const waiting = new Set(); // clouds that have not answered yet
let clouds = [];
let round = new AbortController(); // what ends the asking
let settling;
let paused = false;

/** Makes the panels of the twin's devices, as soon as the page's server lists them. */
async function open() {
  const problem = element("problem");
  try {
    const twin = await readTwin();
    clouds = [...new Set(twin.devices.map((device) => device.cloud))];
    document.title = `${twin.name} – Crosstwin`;
    element("twin").textContent = twin.name;
    element("summary").textContent = `${counted(twin.devices, "device")} on ${counted(clouds, "cloud")}`;
    new Filters(twin, show);
    problem.hidden = true;
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    setTimeout(open, REFRESH_MS);
  }
}

/** Only what is seen, or nearly, is asked for. */
const view = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) {
      const panel = panels.get(target);
      if (isIntersecting && panel) inView.add(panel);
      else inView.delete(panel);
    }
    restart();
  },
  { rootMargin: "50%" },
);

/** Panels for these devices, instead of others. One that stays keeps what it shows. `place` says where one is. */
function show(devices, place) {
  const kept = new Map([...panels.values()].map((panel) => [panel.device.id, panel]));
  panels.clear();
  for (const device of devices) {
    const panel = kept.get(device.id) ?? new Panel(device, place(device));
    if (!kept.delete(device.id)) view.observe(panel.element);
    panels.set(panel.element, panel);
  }
  for (const panel of kept.values()) {
    view.unobserve(panel.element);
    inView.delete(panel);
    panel.dispose();
  }
  element("devices").replaceChildren(...panels.keys());
  showClouds();
  restart();
}

/** Asks anew for what is in view, once that has settled. */
function restart() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    stop();
    round = new AbortController();
    follow(round.signal);
  }, SETTLE_MS);
}

function stop() {
  clearTimeout(settling);
  round.abort();
  waiting.clear();
}

/** While paused, once. */
async function follow(signal) {
  try {
    do {
      look(signal);
      await wait(REFRESH_MS, signal);
    } while (!paused);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** One request for all devices in view. A cloud that still takes its time is left out, and holds back no other. */
async function look(signal) {
  const asked = [...inView].filter(({ device }) => !waiting.has(device.cloud));
  if (!asked.length) return;
  const byId = new Map(asked.map((panel) => [panel.device.id, panel]));
  const ofClouds = new Set(asked.map(({ device }) => device.cloud));
  for (const cloud of ofClouds) waiting.add(cloud);
  const points = Math.max(...asked.map((panel) => panel.points));
  try {
    const range = controls.elements.range.value;
    for await (const { cloud, start, end, devices } of readDevices([...byId.keys()], { range, points }, signal)) {
      signal.throwIfAborted();
      waiting.delete(cloud);
      ofClouds.delete(cloud);
      for (const [id, reading] of Object.entries(devices)) {
        announce(byId.get(id).take({ start, end, ...reading }, staleAfter()));
      }
      showClouds();
    }
  } catch (error) {
    if (signal.aborted) return;
    for (const panel of asked) if (ofClouds.has(panel.device.cloud)) announce(panel.fail(error.message, staleAfter()));
    showClouds();
  } finally {
    if (!signal.aborted) for (const cloud of ofClouds) waiting.delete(cloud);
  }
}

/** Which clouds answer for what is in view, and how long the slowest history of each took. */
function showClouds() {
  element("clouds").replaceChildren(...clouds.map(cloudItem));
}

function cloudItem(cloud) {
  const all = [...panels.values()].filter((panel) => panel.device.cloud === cloud);
  const seen = all.filter((panel) => inView.has(panel));
  const here = seen.length ? seen : all;
  const failed = here.some((panel) => panel.error !== null);
  const slowest = Math.max(0, ...here.map((panel) => panel.reading?.history.milliseconds ?? 0));
  const item = element("cloud-template").content.firstElementChild.cloneNode(true);
  item.querySelector(".cloud").textContent = cloudName(cloud);
  if (!here.length) item.querySelector(".state").textContent = "no device here";
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

const counted = (list, noun) => `${list.length.toLocaleString("en")} ${noun}${list.length === 1 ? "" : "s"}`;

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

element("range").addEventListener("change", restart);

element("pause").addEventListener("click", ({ currentTarget }) => {
  paused = !paused;
  currentTarget.setAttribute("aria-pressed", paused);
  if (!paused) restart();
});

controls.elements.theme.value = document.documentElement.dataset.theme ?? "";
element("theme").addEventListener("change", ({ target }) => {
  if (target.value) document.documentElement.dataset.theme = target.value;
  else delete document.documentElement.dataset.theme;
  localStorage.setItem("theme", target.value);
  redraw();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
keepStaleAfter(redraw);

function redraw() {
  panels.forEach((panel) => panel.show(staleAfter()));
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) stop();
  else if (!paused) restart();
});

open();
