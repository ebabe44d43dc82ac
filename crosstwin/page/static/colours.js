// The colours of page.css, for what is drawn on a canvas.

const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);

/** What `--<name>` is at this moment, in the theme that is shown. */
export function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

const KINDS = {
  good: ["ok", "normal", "on", "online", "running", "healthy"],
  warning: ["warn", "warning", "degraded"],
  bad: ["error", "fault", "failed", "alarm", "critical", "offline"],
  off: ["false", "off", "idle", "stopped"],
};

/** {fill, edge, text} of a state. Its text stands beside the colour: no meaning is in the colour alone. */
export function stateColours(value) {
  const word = String(value).toLowerCase();
  const kind = Object.keys(KINDS).find((name) => KINDS[name].includes(word)) ?? "other";
  return { fill: colour(`${kind}-fill`), edge: colour(`${kind}-edge`), text: colour(`${kind}-text`) };
}
