// The page: its controls, its panels, and the clock that asks again.

import { milliseconds } from "./format.js";
import { Panel } from "./panel.js";
import { cloudName, readTwin } from "./readers.js";

const REFRESH_MS = 5_000;
const MOST_EVENTS = 20;

const element = (id) => document.getElementById(id);
const controls = document.querySelector(".controls");
let panels = [];
let paused = false;
let round = new AbortController();

/** Asks until it is stopped: by a pause, a new range, or a page that nobody sees. */
async function run() {
  round.abort();
  round = new AbortController();
  const { signal } = round;
  try {
    while (!panels.length && !(await open(signal))) await wait(REFRESH_MS, signal);
    await Promise.all(panels.map((panel) => follow(panel, signal)));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Each device by its own clock: a cloud that takes its time holds back no other. While paused, once. */
async function follow(panel, signal) {
  do {
    announce(await panel.refresh(controls.elements.range.value, signal));
    showClouds();
    await wait(REFRESH_MS, signal);
  } while (!paused);
}

/** Makes the panels of the twin's devices. Returns whether the server told what they are. */
async function open(signal) {
  const problem = element("problem");
  try {
    const twin = await readTwin(signal);
    const clouds = new Set(twin.devices.map((device) => device.cloud));
    document.title = `${twin.name} – Crosstwin`;
    element("twin").textContent = twin.name;
    element("summary").textContent = `${counted(twin.devices, "device")} on ${counted([...clouds], "cloud")}`;
    panels = twin.devices.map((device) => new Panel(device));
    element("devices").replaceChildren(...panels.map((panel) => panel.element));
    for (const panel of panels) panel.addCharts();
    showClouds();
    problem.hidden = true;
  } catch (error) {
    signal.throwIfAborted();
    problem.textContent = error.message;
    problem.hidden = false;
  }
  return panels.length > 0;
}

/** Which clouds answer, and how long the slowest history of each took. */
function showClouds() {
  const clouds = new Set(panels.map((panel) => panel.device.cloud));
  element("clouds").replaceChildren(...[...clouds].map(cloudItem));
}

function cloudItem(cloud) {
  const here = panels.filter((panel) => panel.device.cloud === cloud);
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

element("range").addEventListener("change", () => run());

element("pause").addEventListener("click", ({ currentTarget }) => {
  paused = !paused;
  currentTarget.setAttribute("aria-pressed", paused);
  if (paused) round.abort();
  else run();
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
  for (const panel of panels) panel.show();
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) round.abort();
  else if (!paused) run();
});

run();
