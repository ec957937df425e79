// Questions to the console's own interface, and their repetition while somebody looks.

import { text } from "/page.js";
import { address } from "/places.js";
import { heardNow } from "/times.js";

const RETRY_MILLIS = 2000;

/**
 * The answer as `{ json }` or `{ code, error }` with a sentence; code 0 when the console itself does not answer. `request` says what is
 * no plain question: another method, more headers.
 */
export async function ask(path, parameters, signal, { method = "GET", headers = {} } = {}) {
  let response;
  let json;
  try {
    response = await fetch(address(path, parameters), { method, signal, headers: { Accept: "application/json", ...headers } });
    json = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { code: 0, error: "The console does not answer." };
  }
  if (!response.ok) return { code: response.status, error: json.error ?? `The console answers with ${response.status}.` };
  heardNow(json.now);
  return { json };
}

export const marketPath = (ticker, part) => `/api/markets/${encodeURIComponent(ticker)}${part ? `/${part}` : ""}`;

/** Says what is wrong, or nothing when it is null. */
export function trouble(element, sentence) {
  element.hidden = sentence === null;
  text(element, sentence ?? "");
}

/**
 * Does a job at once and again so long after it is done, sooner when it returned `false`: it failed. Not while the page is hidden.
 * `again()` gives up what runs and begins anew; `stop()` ends it. A job gets a signal that says when it is given up.
 */
export function repeat(millis, job) {
  let timer = 0;
  let running = null;
  let stopped = false;
  async function run() {
    clearTimeout(timer);
    running?.abort();
    if (stopped || document.hidden) return;
    const mine = new AbortController();
    running = mine;
    let rest = millis;
    try {
      if ((await job(mine.signal)) === false) rest = Math.min(millis, RETRY_MILLIS);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    } finally {
      if (running === mine && !stopped) timer = setTimeout(run, rest);
    }
  }
  const looked = () => {
    if (document.hidden) running?.abort();
    else run();
  };
  document.addEventListener("visibilitychange", looked);
  run();
  return {
    again: run,
    stop() {
      stopped = true;
      clearTimeout(timer);
      running?.abort();
      document.removeEventListener("visibilitychange", looked);
    },
  };
}

/** Calls at most once in so many milliseconds, the last time with the newest arguments. */
export function settled(millis, call) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...values), millis);
  };
}
