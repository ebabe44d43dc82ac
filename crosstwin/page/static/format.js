// Numbers and times as text. All times are UTC.

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

export const isNumeric = (type) => type !== "string" && type !== "boolean";

/** A whole number that JavaScript cannot hold exactly comes as text, and stays as it came. */
export const valueText = (value) => (typeof value === "number" ? NUMBER.format(value) : String(value));

export const clock = (time) => CLOCK.format(time);

/** With the day only where the range has more than one. */
export const moment = (time, start, end) =>
  DAY.format(start) === DAY.format(end) ? clock(time) : `${DAY.format(time)}, ${clock(time)}`;

export const milliseconds = (number) => `${Math.round(number)} ms`;
