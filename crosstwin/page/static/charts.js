// The charts of a property, drawn by ECharts: a line for numbers, a timeline of states for texts and booleans.

import { isNumeric, moment, valueText } from "./format.js";
import { colour, stateColours } from "./colours.js";

const GRID = { left: 92, right: 20, top: 8, bottom: 8 };
const AXIS_HEIGHT = 20; // below the last chart of a device, which alone has the labels of the time
const SHORTEST_LABEL = 44; // pixels; a narrower stretch has its text in the tooltip and in the table

const linked = [];

/** One crosshair through all charts: they are equally wide, and show the same time. */
function link(chart) {
  const others = () => linked.filter((other) => other !== chart);
  chart.getZr().on("mousemove", ({ offsetX }) => {
    for (const other of others()) other.dispatchAction({ type: "showTip", x: offsetX, y: other.getHeight() / 2 });
  });
  chart.getZr().on("globalout", () => {
    for (const other of others()) other.dispatchAction({ type: "hideTip" });
  });
  linked.push(chart);
}

/** One property's chart in `element`. `series` is its colour, 1 to 4; `last` is whether it shows the times. */
export class PropertyChart {
  constructor(element, { type, series, last }) {
    this.element = element;
    this.type = type;
    this.series = series;
    this.last = last;
    this.chart = null;
  }

  /** How many pixels the values have, side by side. */
  get width() {
    return Math.max(this.element.clientWidth - GRID.left - GRID.right, 1);
  }

  /** Draws `points`, [[time, value], …] with times in ms, from `start` to `end`; `description` is for those who cannot see it. */
  draw({ points, start, end, description }) {
    const body = isNumeric(this.type) ? this.#line(points, start, end) : this.#timeline(points, start, end);
    this.chart ??= this.#made();
    this.chart.setOption({ ...this.#frame(start, end, description), ...body });
  }

  /** Nothing is drawn any more, and no other chart shows its crosshair here. */
  dispose() {
    if (!this.chart) return;
    this.resized.disconnect();
    linked.splice(linked.indexOf(this.chart), 1);
    this.chart.dispose();
    this.chart = null;
  }

  #made() {
    const chart = echarts.init(this.element);
    this.element.setAttribute("role", "img"); // only now does it have a description
    link(chart);
    this.resized = new ResizeObserver(() => chart.resize());
    this.resized.observe(this.element);
    return chart;
  }

  #frame(start, end, description) {
    const text = { color: colour("muted"), fontSize: 11 };
    const line = { lineStyle: { color: colour("rule") } };
    return {
      animation: false,
      useUTC: true,
      aria: { enabled: true, label: { description } },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { ...GRID, bottom: GRID.bottom + (this.last ? AXIS_HEIGHT : 0) },
      xAxis: {
        type: "time",
        min: start,
        max: end,
        axisLine: line,
        axisTick: { show: false },
        axisLabel: { ...text, show: this.last, hideOverlap: true },
        splitLine: { show: true, ...line },
        axisPointer: { label: { show: false }, snap: isNumeric(this.type) },
      },
      tooltip: {
        trigger: "axis",
        renderMode: "richText", // drawn like the rest: as HTML, a device's text could be markup
        confine: true,
        padding: [4, 8],
        backgroundColor: colour("surface"),
        borderColor: colour("border"),
        textStyle: { color: colour("text"), fontSize: 12 },
        axisPointer: { lineStyle: { color: colour("muted"), type: "solid" } },
        formatter: ([{ data: [, , text] }]) => text,
      },
    };
  }

  #line(points, start, end) {
    const text = { color: colour("muted"), fontSize: 11 };
    return {
      yAxis: {
        type: "value",
        scale: true,
        splitNumber: 2,
        axisLabel: { ...text, formatter: valueText },
        splitLine: { lineStyle: { color: colour("rule") } },
      },
      series: {
        type: "line",
        data: points.map(([time, value]) => [time, Number(value), `${moment(time, start, end)}   ${valueText(value)}`]),
        showSymbol: points.length < 3,
        symbolSize: 5,
        color: colour(`series-${this.series}`),
        lineStyle: { width: 1.75 },
        emphasis: { disabled: true },
      },
    };
  }

  #timeline(points, start, end) {
    const states = stretches(points, end);
    // What the crosshair stops at: both ends of a stretch, so that the nearest is always one of the same stretch.
    const ends = states.flatMap(([from, to, value]) => {
      const text = `${valueText(value)}   ${moment(from, start, end)} – ${moment(to, start, end)}`;
      return [from, to - 1].map((time) => [time, 0.5, text]);
    });
    return {
      yAxis: { type: "value", min: 0, max: 1, show: false },
      series: [
        { type: "line", data: ends, symbol: "none", lineStyle: { opacity: 0 } },
        { type: "custom", data: states, renderItem: drawState(states), silent: true, tooltip: { show: false } },
      ],
    };
  }
}

/** Draws one of the `states`, for ECharts: a block of its colour, with a strong edge where it begins, and its text. */
const drawState = (states) => ({ coordSys, dataIndex }, api) => {
  const [from, to, value] = states[dataIndex];
  const [left] = api.coord([from, 0]);
  const [right] = api.coord([to, 0]);
  const block = echarts.graphic.clipRectByRect(
    { x: left, y: coordSys.y, width: Math.max(right - left - 1, 1), height: coordSys.height },
    coordSys,
  );
  if (!block) return null;
  const { fill, edge, text } = stateColours(value);
  const label = {
    text: block.width < SHORTEST_LABEL ? "" : valueText(value),
    fill: text,
    fontSize: 12,
    width: block.width - 14,
    overflow: "truncate",
  };
  return {
    type: "group",
    children: [
      {
        type: "rect",
        shape: block,
        style: { fill },
        textConfig: { position: "insideLeft", distance: 9 },
        textContent: { style: label },
      },
      { type: "rect", shape: { ...block, width: Math.min(3, block.width) }, style: { fill: edge } },
    ],
  };
};

/** [[from, to, value], …]: a state lasts until the next record that tells another, the last one until `end`. */
function stretches(points, end) {
  const found = [];
  for (const [time, value] of points) {
    const before = found.at(-1);
    if (before && valueText(before[2]) === valueText(value)) continue;
    if (before) before[1] = time;
    found.push([time, end, value]);
  }
  return found;
}
