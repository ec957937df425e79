// The bar of a market's coverage over a period, one track for each channel, with the slider below it on the same scale. How high a stretch
// is filled says how many lines received it.

import { joined, key, sentence } from "/intervals.js";
import { $, make, text } from "/page.js";
import { isoOf, timeText } from "/times.js";

const STEPS = 10000;
const LINES = 3;
const CHANNELS = [
  ["orderbook", "Books"],
  ["trade", "Trades"],
];
const WORST_LAST = ["verified", "received", "provisional", "disputed", "gap"];

let period = null; // { from, to }, microseconds
let shownRows = [];
let chosen = -1;
let chosenAt = () => {};

/** Begins; `moved(micros, isEnd)` is told where the slider was put. */
export function timeline(moved) {
  $("timeline-key").replaceChildren(...key(WORST_LAST, true));
  $("slider").addEventListener("input", () => {
    if (!period) return;
    const step = Number($("slider").value);
    moved(step === STEPS ? period.to : Math.round(period.from + ((period.to - period.from) * step) / STEPS), step === STEPS);
  });
  chosenAt = (micros) => moved(micros, false);
  const tracks = $("tracks");
  tracks.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Enter" && chosen >= 0) chosenAt(Math.max(period.from, shownRows[chosen].from));
    if (!step || !shownRows.length) return;
    event.preventDefault();
    chosen = chosen < 0 ? (step > 0 ? 0 : shownRows.length - 1) : Math.max(0, Math.min(shownRows.length - 1, chosen + step));
    tell(shownRows[chosen]);
    text($("timeline-reading"), sentence(shownRows[chosen], period.to));
  });
  tracks.addEventListener("blur", () => {
    chosen = -1;
    tell(null);
  });
}

/** Another period, and where in it the instant is; null: at its end, live. */
export function setPeriod(from, to, at) {
  period = { from, to: Math.max(to, from + 1) };
  const marks = $("timeline-axis");
  while (marks.children.length < 5) marks.append(make("span", {}, ""));
  const isDays = period.to - period.from > 3 * 86400e6;
  [...marks.children].forEach((mark, index) => {
    const iso = isoOf(Math.round(period.from + ((period.to - period.from) * index) / 4));
    text(mark, isDays ? iso.slice(0, 10) : period.to - period.from > 600e6 ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 19));
  });
  setInstant(at);
}

export function setInstant(at) {
  const share = at === null || !period ? 1 : Math.max(0, Math.min(1, (at - period.from) / (period.to - period.from)));
  const slider = $("slider");
  if (document.activeElement !== slider || at === null) slider.value = Math.round(share * STEPS);
  slider.setAttribute("aria-valuetext", at === null ? "live" : `${timeText(at)} UTC`);
}

/** The intervals of the period. */
export function setIntervals(intervals) {
  const within = intervals.filter((each) => (each.until ?? period.to) > period.from && each.from < period.to);
  shownRows = joined(within).sort((a, b) => a.from - b.from);
  if (chosen >= shownRows.length) chosen = -1;
  const tracks = CHANNELS.map(([channel, name]) => {
    const track = make("div", { class: "track", "data-channel": channel });
    const rows = within.filter((each) => each.channel === channel);
    rows.sort((a, b) => WORST_LAST.indexOf(a.state) - WORST_LAST.indexOf(b.state)); // what is worse lies on top
    track.append(...rows.map(piece));
    return make("div", { class: "track-row" }, make("span", { class: "track-name" }, name), track);
  });
  $("tracks").replaceChildren(...tracks);
}

function piece(row) {
  const element = make("div", { class: "piece", "data-state": row.state });
  const width = period.to - period.from;
  const from = Math.max(row.from, period.from);
  element.style.left = `${(((from - period.from) / width) * 100).toFixed(4)}%`;
  element.style.width = `${(((Math.min(row.until ?? period.to, period.to) - from) / width) * 100).toFixed(4)}%`;
  const fill = make("i", {});
  fill.style.height = row.state === "gap" || row.state === "provisional" ? "100%" : `${(Math.max(1, Math.min(LINES, row.lines)) / LINES) * 100}%`;
  element.append(fill);
  element.addEventListener("pointerenter", () => tell(row));
  element.addEventListener("pointerleave", () => tell(null));
  element.addEventListener("click", () => chosenAt(from));
  return element;
}

function tell(row) {
  const tip = $("timeline-tip");
  tip.hidden = !row;
  if (!row) return;
  text(tip, sentence(row, period.to));
  const card = tip.parentElement.getBoundingClientRect();
  const bar = document.querySelector(".track").getBoundingClientRect();
  const share = Math.max(0, (row.from - period.from) / (period.to - period.from));
  const left = bar.left - card.left + share * bar.width;
  tip.style.left = `${Math.max(8, Math.min(card.width - tip.offsetWidth - 8, left)).toFixed(0)}px`;
  tip.style.top = `${(bar.top - card.top - tip.offsetHeight - 6).toFixed(0)}px`;
}
