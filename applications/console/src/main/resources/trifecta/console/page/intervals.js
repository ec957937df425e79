// The ledger's intervals: their words, signs and table. A state is told by a word and a sign, the colour comes on top.

import { make } from "/page.js";
import { lasting, microsOf, timeText } from "/times.js";

export const STATES = {
  verified: ["✓✓", "nothing is missing, and a snapshot agreed"],
  received: ["✓", "nothing is missing"],
  provisional: ["…", "the proof that nothing is missing is still to come"],
  disputed: ["≠", "the lines disagree"],
  gap: ["✕", "something may be missing"],
};
const ROWS_MAX = 200;

/** Intervals as the console told them, with their times as numbers; the end of one that goes on is null. */
export const read = (intervals) =>
  intervals.map((each) => ({ ...each, from: microsOf(each.from), until: each.until === null ? null : microsOf(each.until) }));

/** Those of one state that follow one another are one: how many lines there were is told as a range. */
export function joined(intervals) {
  const rows = [];
  for (const each of intervals) {
    const last = rows.at(-1);
    if (last && last.state === each.state && last.channel === each.channel && last.until === each.from) {
      last.until = each.until;
      last.least = Math.min(last.least, each.lines);
      last.most = Math.max(last.most, each.lines);
    } else {
      rows.push({ ...each, least: each.lines, most: each.lines });
    }
  }
  return rows;
}

const linesOf = (row) => (row.least === row.most ? `${row.least}` : `${row.least} to ${row.most}`);
const CHANNELS = { orderbook: "books", trade: "trades" };

export function stateMark(state) {
  const known = STATES[state];
  return make("span", { class: "state-mark", "data-state": state }, make("b", { "aria-hidden": "true" }, known ? known[0] : "?"), ` ${state}`);
}

/** A sentence for hover, focus and screen readers. */
export function sentence(row, until) {
  const end = row.until === null ? `goes on, ${lasting(Math.max(0, until - row.from))} so far` : `${lasting(row.until - row.from)}`;
  const why = row.reason ? `; ${row.reason}` : "";
  const lines = row.least || row.lines ? `, received by ${row.least === undefined ? row.lines : linesOf(row)} ${(row.most ?? row.lines) === 1 ? "line" : "lines"}` : "";
  return `${CHANNELS[row.channel] ?? row.channel}: ${row.state}, ${STATES[row.state]?.[1] ?? ""}${why}${lines}; from ${timeText(row.from, 3)}, ${end}`;
}

/** A table of intervals, the newest first; says so when it leaves some out. */
export function table(rows, href) {
  const newest = [...rows].sort((a, b) => b.from - a.from);
  if (!newest.length) return make("p", { class: "nothing" }, "The ledger says nothing of that time.");
  const body = newest.slice(0, ROWS_MAX).map((row) =>
    make(
      "tr",
      { "data-state": row.state },
      make("th", { scope: "row" }, stateMark(row.state)),
      make("td", {}, CHANNELS[row.channel] ?? row.channel),
      make("td", {}, href ? make("a", { href: href(row) }, timeText(row.from, 3)) : timeText(row.from, 3)),
      make("td", { class: "n" }, row.until === null ? "goes on" : lasting(row.until - row.from)),
      make("td", { class: "n" }, linesOf(row)),
      make("td", { class: "why" }, row.reason ?? ""),
    ),
  );
  const heads = ["State", "Channel", "From, UTC", "For", "Lines", "Why"];
  const all = make(
    "table",
    { class: "list tight intervals" },
    make("thead", {}, make("tr", {}, ...heads.map((name) => make("th", { scope: "col", class: name === "For" || name === "Lines" ? "n" : "" }, name)))),
    make("tbody", {}, ...body),
  );
  const scroll = make("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Intervals" }, all);
  const cut = newest.length > ROWS_MAX ? [make("p", { class: "foot-note" }, `The newest ${ROWS_MAX} of ${newest.length} intervals.`)] : [];
  return make("div", {}, scroll, ...cut);
}

/** What the signs mean. */
export const key = (states, withFill = false) =>
  states.map((state) => make("li", { title: STATES[state][1] }, ...(withFill ? [swatch(state)] : []), stateMark(state)));

const swatch = (state) => make("span", { class: "swatch", "aria-hidden": "true" }, make("span", { class: "piece whole", "data-state": state }, make("i", {})));
