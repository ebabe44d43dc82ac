// The page: its controls, its panels, and the clock that asks again.

import { clock, milliseconds } from "./format.js";
import { Panel } from "./panel.js";
import { cloudName, readTwin } from "./readers.js";

const REFRESH_MS = 5_000;

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
    do {
      await refresh(signal);
      await wait(REFRESH_MS, signal);
    } while (!paused);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function refresh(signal) {
  if (!panels.length && !(await open(signal))) return;
  const range = controls.elements.range.value;
  const news = await Promise.all(panels.map((panel) => panel.refresh(range, signal)));
  showClouds();
  element("updated").textContent = `Updated at ${clock(Date.now())}.`;
  announce(news.filter(Boolean).join(" "));
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
  const clouds = [...new Set(panels.map((panel) => panel.device.cloud))];
  element("clouds").replaceChildren(
    ...clouds.map((cloud) => {
      const here = panels.filter((panel) => panel.device.cloud === cloud);
      const failed = here.some((panel) => panel.error !== null);
      const item = element("cloud-template").content.firstElementChild.cloneNode(true);
      item.className = failed ? "failed" : "answering";
      item.querySelector(".cloud").textContent = cloudName(cloud);
      item.querySelector(".state").textContent = failed ? "not answering" : "answered in";
      const slowest = Math.max(...here.map((panel) => panel.reading?.history.milliseconds ?? 0));
      item.querySelector(".milliseconds").textContent = failed ? "" : milliseconds(slowest);
      return item;
    }),
  );
}

function announce(text) {
  if (text) element("announcement").textContent = text;
}

const counted = (list, noun) => `${list.length} ${noun}${list.length === 1 ? "" : "s"}`;

const wait = (ms, signal) =>
  new Promise((done, failed) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      failed(signal.reason);
    });
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
