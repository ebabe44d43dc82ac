// Asks the page's own server, which asks the twin's readers.

const LONGEST_MS = 30_000;
const CLOUDS = {
  aws: { name: "AWS", store: "DynamoDB" },
  azure: { name: "Azure", store: "Cosmos DB" },
  gcp: { name: "Google Cloud", store: "Firestore" },
};

export const cloudName = (cloud) => CLOUDS[cloud]?.name ?? cloud;
export const storeName = (cloud) => CLOUDS[cloud]?.store ?? "hot store";

/** {name, devices: [{id, cloud, properties: {name: type}}]} */
export const readTwin = () => ask("api/twin");

/**
 * The device's values over `range` (`1h`) up to now, of each property as many as `points` pixels can show:
 * {start, end, history: {columns: {name: [[time, value], …]}, milliseconds}, newest: {values, times, milliseconds}}
 */
export function readDevice(id, { range, points }, signal) {
  const query = new URLSearchParams({ start: `-${range}`, points });
  return ask(`api/devices/${encodeURIComponent(id)}?${query}`, signal);
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
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
