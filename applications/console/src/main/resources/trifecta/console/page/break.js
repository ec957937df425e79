// "Break it yourself": buttons that break a part of the stack on this machine, and a stopwatch that runs until all is whole again. The
// console breaks and stops the time; without leave to break it there is no card at all.

import { $, clock, figure, fill, make, span, text } from "/page.js";
import { ask, repeat, trouble } from "/ask.js";

const PATH = "/api/break";
const LEAVE = { method: "POST", headers: { "X-Trifecta-Break": "yes" } };
const IDLE_MILLIS = 3000; // another page may break something
const BUSY_MILLIS = 250;
const TENTH_MILLIS = 100;
const KEPT = 3; // beside the one that stands above

const OF_A_LINE = [["GATHERER", "Kill gatherer"], ["LINE_DATABASE", "Kill database"]];
const OF_ALL = [
  ["All lines", [["GATHERERS", "Kill all gatherers"]]],
  ["Deduplicator", [["DEDUPLICATOR", "Kill"], ["PAUSED_DEDUPLICATOR", "Pause"], ["DEDUPLICATORS", "Kill both"]]],
  ["Production", [["PRODUCTION", "Kill database"]]],
];

let told = null;
let asked = null; // the button whose answer is awaited
let pressed = null; // the button that gets the keyboard back
let begunAt = 0; // of the present one, as performance.now() counts
let polling = null;
let watch = 0;

// ---------------------------------------------------------------- words

const stopped = (seconds) => (seconds < 60 ? `${seconds.toFixed(1)} s` : span(seconds * 1000));
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const breakage = (what) => told.breakages.find((each) => each.what === what);
const joined = (words) => words.replaceAll(" ", "\u00a0"); // a number and its unit stay on one line
const stated = (seconds) => joined(span(seconds * 1000));
const aims = ({ targetSeconds, promisedSeconds }) => `aimed at ${stated(targetSeconds)}, promised within ${stated(promisedSeconds)}`;

function outcome(present, latest) {
  if (present && !present.broken) return `${capital(present.words)}, as soon as all is whole.`;
  if (present) return `${capital(present.words)}. The time runs until all is whole again, ${aims(breakage(present.what))}.`;
  if (!latest) return "Nothing was broken yet. Press a button and look at the lanes: one stops, the merged one goes on.";
  if (!latest.healed) return `${capital(latest.words)}: not whole again within ${stated(breakage(latest.what).promisedSeconds)}. The alerts and \`trifecta status\` tell why.`;
  return `${capital(latest.words)}. Whole again after ${joined(stopped(latest.seconds))}, ${aims(breakage(latest.what))}.`;
}

// ---------------------------------------------------------------- the card

function button(group, what, words, line) {
  const element = make("button", { type: "button", class: "button", "aria-label": `${words}, ${group}`, "data-what": what }, words);
  const { words: happens } = breakage(what);
  element.title = capital(`${happens}${line ? `: line ${line}` : ""}, ${aims(breakage(what))}`);
  if (line) element.dataset.line = line;
  element.addEventListener("click", () => begin(element));
  return element;
}

function row(group, choices, line) {
  const offered = choices.filter(([what]) => breakage(what));
  return make(
    "div",
    { class: "break-row", role: "group", "aria-label": group },
    make("span", { class: "break-group", "aria-hidden": "true" }, group),
    make("div", { class: "break-buttons" }, ...offered.map(([what, words]) => button(group, what, words, line))),
  );
}

function build() {
  const key = JSON.stringify([told.lines, told.breakages]);
  const root = $("break-what");
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  const lines = Array.from({ length: told.lines }, (_, index) => row(`Line ${index + 1}`, OF_A_LINE, index + 1));
  root.replaceChildren(
    root.firstElementChild,
    make("div", { class: "break-column" }, ...lines),
    make("div", { class: "break-column" }, ...OF_ALL.map(([group, choices]) => row(group, choices))),
  );
}

function render() {
  $("break-card").hidden = !told?.possible;
  if (!told?.possible) return;
  build();
  const { present, last } = told;
  const [latest, ...older] = last;
  const lead = $("break-lead");
  lead.classList.toggle("running", Boolean(present));
  lead.classList.toggle("unhealed", !present && latest?.healed === false);
  text($("break-outcome"), outcome(present, latest));
  if (!present) figure($("break-time"), latest?.healed ? stopped(latest.seconds) : "–");
  fill($("break-last"), (present ? last : older).slice(0, KEPT), (each) =>
    make(
      "li",
      {},
      make("time", { datetime: each.since }, clock(Date.parse(each.since))),
      make("span", { title: each.words }, capital(each.words)),
      make("b", each.healed ? {} : { class: "attention" }, each.healed ? stopped(each.seconds) : "not whole"),
    ),
  );
  allow(!present && !asked);
}

/** Takes the buttons away while one is under way and gives them back, to the keyboard where it was. */
function allow(may) {
  const root = $("break-what");
  if (root.disabled === !may) return;
  root.disabled = !may;
  if (may && pressed?.isConnected && document.activeElement === document.body) pressed.focus({ preventScroll: true });
}

function tick() {
  const seconds = Math.max(0, performance.now() - begunAt) / 1000;
  figure($("break-time"), stopped(told.present.broken ? seconds : 0));
}

// ---------------------------------------------------------------- asking

function take(json) {
  const wasBusy = Boolean(told?.present);
  told = json;
  const isBusy = Boolean(told.present);
  clearInterval(watch);
  if (isBusy) {
    trouble($("break-trouble"), null);
    begunAt = performance.now() - told.present.seconds * 1000;
    watch = setInterval(tick, TENTH_MILLIS);
    tick();
  }
  render();
  if (!told.possible) hideBreak();
  else if (isBusy !== wasBusy && polling) follow(true);
}

function follow(isTold) {
  polling?.stop();
  let first = isTold; // what was just told is not asked again at once
  polling = repeat(told?.present ? BUSY_MILLIS : IDLE_MILLIS, async (signal) => {
    if (first) {
      first = false;
      return true;
    }
    const { json } = await ask(PATH, {}, signal);
    if (json && !signal.aborted) take(json);
    return Boolean(json);
  });
}

async function begin(element) {
  if (asked || told.present) return;
  asked = element;
  pressed = element;
  trouble($("break-trouble"), null);
  allow(false);
  const { json, error } = await ask(PATH, { what: element.dataset.what, line: element.dataset.line }, undefined, LEAVE);
  asked = null;
  if (json) take(json);
  else {
    trouble($("break-trouble"), capital(error));
    render();
  }
}

/** The overview is looked at. */
export function showBreak() {
  if (polling || told?.possible === false) return;
  follow(false);
}

/** It is not any more. */
export function hideBreak() {
  polling?.stop();
  polling = null;
}
