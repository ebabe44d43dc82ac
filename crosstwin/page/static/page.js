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
const waiting = new Set(); // panels whose answer has not come yet
let clouds = [];
let round = new AbortController(); // what ends the requests
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
    restart();
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
    clearTimeout(settling);
    settling = setTimeout(() => look(round.signal, (panel) => panel.isNew), SETTLE_MS);
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
    waiting.delete(panel);
    panel.dispose();
  }
  element("devices").replaceChildren(...panels.keys());
  showClouds();
}

/** Requests everything in view again, now and from now on. */
function restart() {
  stop();
  round = new AbortController();
  follow(round.signal);
}

function stop() {
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

/**
 * One request for all devices in view that fit `which`. Those whose cloud still takes its time are left out, so that
 * it holds back no other.
 */
async function look(signal, which = () => true) {
  const asked = [...inView].filter((panel) => !waiting.has(panel) && which(panel));
  if (!asked.length || signal.aborted) return;
  const byId = new Map(asked.map((panel) => [panel.device.id, panel]));
  for (const panel of asked) waiting.add(panel);
  const points = Math.max(...asked.map((panel) => panel.points));
  try {
    const range = controls.elements.range.value;
    for await (const { start, end, devices } of readDevices([...byId.keys()], { range, points }, signal)) {
      signal.throwIfAborted();
      for (const [id, reading] of Object.entries(devices)) {
        const panel = byId.get(id);
        byId.delete(id);
        // Another filter may have taken it off the page by now.
        if (waiting.delete(panel)) announce(panel.take({ start, end, ...reading }, staleAfter()));
      }
      showClouds();
    }
    for (const panel of byId.values()) waiting.delete(panel); // of an answer that broke off
  } catch (error) {
    if (signal.aborted) return;
    for (const panel of byId.values()) if (waiting.delete(panel)) announce(panel.fail(error.message, staleAfter()));
    showClouds();
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
