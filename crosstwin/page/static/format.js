// Numbers and times as text. All times are UTC.

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

export const isNumeric = (type) => type === "double" || type === "integer" || type === "long";

/** An integer that JavaScript cannot hold exactly comes as a string, and stays as it came. */
export function valueText(value) {
  if (typeof value === "number") return NUMBER.format(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export const clock = (time) => CLOCK.format(time);

/** With the day only where the range has more than one. */
export const moment = (time, start, end) =>
  DAY.format(start) === DAY.format(end) ? clock(time) : `${DAY.format(time)}, ${clock(time)}`;

const AGES = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];

/** How old a value is at `end`, such as `5 min ago`; nothing where its time is not known. */
export function ageText(time, end) {
  return time === undefined ? "" : `${durationText(end - Date.parse(time))} ago`;
}

/** Milliseconds as `5 min`; less than none as `0 s`. */
export function durationText(duration) {
  const seconds = Math.max(0, Math.round(duration / 1000));
  const [size, unit] = AGES.find(([least]) => seconds >= least) ?? AGES.at(-1);
  return `${Math.floor(seconds / size)} ${unit}`;
}

export const milliseconds = (number) => `${Math.round(number)} ms`;
