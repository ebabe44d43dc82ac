// Asks the page's own server, which asks the twin's readers.

const LONGEST_MS = 30_000;
let clouds = {};

/** As people write them, once the twin is read. */
export const cloudName = (cloud) => clouds[cloud].name;
export const storeName = (cloud) => clouds[cloud].store;

/**
 * {name, places: [{id, name, parent}], devices: [{id, name, type, place, cloud, properties: {name: {type, unit}}}]},
 * where name, parent, type, place and unit may be null.
 */
export async function readTwin() {
  const twin = await (await ask("api/twin")).json();
  clouds = twin.clouds;
  const devices = twin.devices.map(({ kind, ...device }) => ({ ...device, properties: twin.kinds[kind] }));
  return { ...twin, devices };
}

/**
 * One request for the values of several devices over `range` (`1h`) up to now, of each property as many as `points`
 * pixels can show. Yields what each cloud answers, as soon as it does:
 * {cloud, start, end, devices: {id: {history: {columns: {name: [[time, value], …]}, milliseconds},
 *                                    newest: {values, times, milliseconds},
 *                                    twin: {values, observedAt}}, id: {error}}}
 * `twin` is there where layer 4 is Azure Digital Twins, `observedAt` once it has values.
 */
export async function* readDevices(ids, { range, points }, signal) {
  const query = new URLSearchParams([["start", `-${range}`], ["points", points], ...ids.map((id) => ["device", id])]);
  const response = await ask(`api/readings?${query}`, signal);
  let rest = "";
  for await (const text of chunks(response.body.pipeThrough(new TextDecoderStream()))) {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

/** A stream can be iterated over by itself in Chrome and Firefox, not yet in all versions of Safari. */
async function* chunks(stream) {
  const reader = stream.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) yield value;
}

async function ask(path, signal = new AbortController().signal) {
  let response;
  try {
    response = await fetch(path, { signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]) });
  } catch (error) {
    signal.throwIfAborted();
    const why = error.name === "TimeoutError" ? `no answer within ${LONGEST_MS / 1000} s` : "not reachable";
    throw new Error(`The page's server: ${why}. Check that the command that started it still runs.`);
  }
  if (!response.ok) throw new Error((await response.json()).error);
  return response;
}
