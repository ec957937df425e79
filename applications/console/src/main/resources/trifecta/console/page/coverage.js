// Coverage: days by markets, one word each; a day opens its intervals and reasons.

import { ask, marketPath, repeat, settled, trouble } from "/ask.js";
import { joined, key, read, STATES, table } from "/intervals.js";
import { shownOf } from "/markets.js";
import { $, count, fill, make, text } from "/page.js";
import { address, isShown, keep, marketAddress, place, title } from "/places.js";
import { isoOf, microsOf } from "/times.js";

const REFRESH_MILLIS = 30000;
const STEP = 30;
const DAY = 86400e6;
const SIGNS = Object.keys(STATES);

let asked = {};
let opened = null; // { market, day }
let round = null;
let dayRound = null;
let last = null;

async function look(signal) {
  const { json, error } = await ask("/api/coverage", asked, signal);
  trouble($("coverage-trouble"), error ?? null);
  $("place-coverage").classList.toggle("aged", Boolean(error));
  if (!json) return false;
  last = json;
  render(json);
  return true;
}

function render(json) {
  text($("coverage-count"), `${shownOf(json.markets.length, json, "markets")} by activity, ${json.days.length} days`);
  fill($("heat").tHead, [json.days], (days) => make("tr", {}, make("th", { scope: "col", class: "heat-market" }, "Market"), ...days.map(dayHead)));
  const rows = json.markets.map((market) => ({ market, days: json.days, opened: opened?.market === market.market_ticker ? opened.day : null }));
  fill($("heat").tBodies[0], rows.length ? rows : [null], (row) => (row ? heatRow(row) : make("tr", {}, make("td", { class: "nothing", colspan: "32" }, "No market has that in its ticker, event or title."))));
  const isMore = json.markets.length < json.found || json.more_than_found;
  $("coverage-more").hidden = !isMore || asked.limit >= json.limit_max;
  const order = asked.order === "worst" ? "Of the most active markets that the search finds, those with the most days of gaps come first." : "The most active markets come first.";
  const cut = isMore && asked.limit >= json.limit_max ? ` No more than ${json.limit_max} are shown; search for a word to find the others.` : "";
  text($("coverage-note"), `${order} A day has the worst word of its intervals.${cut}`);
  document.body.dataset.coverage = json.markets.length;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dayHead(day, index) {
  const month = index === 0 || day.endsWith("-01") ? MONTHS[Number(day.slice(5, 7)) - 1] : "\u00a0";
  return make("th", { scope: "col", class: "heat-day", title: day }, make("span", { class: "month" }, month), make("span", {}, day.slice(8)));
}

function heatRow({ market, days, opened: openedDay }) {
  const cells = days.map((day) => {
    const state = market.days[day];
    if (!state) return make("td", { class: "heat-cell none", title: `${day}: nothing told` }, "");
    const cell = make(
      "button",
      { type: "button", "data-state": state, "data-market": market.market_ticker, "data-day": day, tabindex: "-1", title: `${day}: ${state}, ${STATES[state][1]}`, "aria-label": `${market.market_ticker} ${day}: ${state}`, "aria-pressed": String(day === openedDay) },
      STATES[state][0],
    );
    return make("td", { class: "heat-cell" }, cell);
  });
  const name = make("a", { class: "ticker", href: marketAddress(market.market_ticker) }, market.market_ticker);
  return make("tr", {}, make("th", { scope: "row", class: "heat-market" }, name, make("span", { class: "sub" }, market.title)), ...cells);
}

// ---------------------------------------------------------------- a day

async function lookAtDay(signal) {
  $("day-card").hidden = !opened;
  if (!opened) return true;
  const from = microsOf(opened.day);
  text($("day-title"), `${opened.market}, ${opened.day}`);
  text($("day-link"), "the market on that day");
  $("day-link").href = marketAddress(opened.market, { at: isoOf(from) });
  const { json, error } = await ask(marketPath(opened.market, "coverage"), { from: isoOf(from), to: isoOf(from + DAY), channel: asked.channel }, signal);
  trouble($("day-trouble"), error ?? null);
  if (!json) return false;
  const rows = joined(read(json.intervals));
  const cut = json.found > json.intervals.length ? [make("p", { class: "foot-note" }, `The newest ${count(json.intervals.length)} of ${count(json.found)} intervals were read.`)] : [];
  const market = opened.market;
  $("day-intervals").replaceChildren(table(rows, (row) => marketAddress(market, { at: isoOf(row.from) })), ...cut);
  document.body.dataset.day = `${opened.market} ${opened.day}`;
  return true;
}

function openDay(market, day) {
  opened = { market, day };
  written();
  if (last) render(last);
  focusCell(market, day);
  $("day-card").hidden = false;
  $("day-intervals").replaceChildren();
  $("day-card").scrollIntoView({ block: "nearest" });
  dayRound?.again();
}

// ---------------------------------------------------------------- questions and keys

function written() {
  if (!isShown("coverage")) return;
  const standard = { channel: "orderbook", order: "worst" };
  const parameters = { search: asked.search, channel: asked.channel, order: asked.order, until: asked.until, market: opened?.market, day: opened?.day };
  keep(address("/coverage", Object.fromEntries(Object.entries(parameters).filter(([name, value]) => value !== standard[name]))));
}

function readControls() {
  asked = {
    search: $("coverage-search").value.trim(),
    channel: $("coverage-channel").value,
    order: $("coverage-order").value,
    until: $("coverage-until").value,
    limit: STEP,
  };
}

function changed() {
  readControls();
  written();
  round?.again();
  dayRound?.again();
}

const cells = () => [...$("heat").tBodies[0].querySelectorAll("button")];

/** One cell is in the order of the tab key; the arrow keys lead on from it. */
function focusCell(market, day) {
  const cell = cells().find((each) => each.dataset.market === market && each.dataset.day === day);
  if (!cell) return;
  for (const each of cells()) each.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
}

new MutationObserver(() => {
  const all = cells();
  if (all.length && !all.some((each) => each.tabIndex === 0)) all[0].tabIndex = 0;
}).observe($("heat").tBodies[0], { childList: true });

$("heat").addEventListener("click", (event) => {
  const cell = event.target.closest("button");
  if (cell) openDay(cell.dataset.market, cell.dataset.day);
});
$("heat").addEventListener("keydown", (event) => {
  const cell = event.target.closest("button");
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!cell || !step) return;
  event.preventDefault();
  const rows = [...$("heat").tBodies[0].rows];
  const column = cell.parentElement.cellIndex;
  let row = rows.indexOf(cell.closest("tr"));
  let at = column;
  do {
    row += step[0];
    at += step[1];
    const next = rows[row]?.cells[at]?.querySelector("button");
    if (next) return focusCell(next.dataset.market, next.dataset.day);
  } while (rows[row]?.cells[at] && at > 0);
});
$("coverage-search").addEventListener("input", settled(250, changed));
for (const id of ["coverage-channel", "coverage-order", "coverage-until"]) $(id).addEventListener("change", changed);
$("coverage-more").addEventListener("click", () => {
  asked.limit = Math.min(100, asked.limit * 2);
  round?.again();
});
$("coverage-key").replaceChildren(...key(SIGNS));

place("coverage", {
  show(parameters) {
    title("Coverage");
    $("coverage-search").value = parameters.get("search") ?? "";
    $("coverage-channel").value = parameters.get("channel") ?? "orderbook";
    $("coverage-order").value = parameters.get("order") ?? "worst";
    $("coverage-until").value = parameters.get("until") ?? "";
    const day = parameters.get("day");
    opened = parameters.get("market") && /^\d{4}-\d\d-\d\d$/.test(day ?? "") ? { market: parameters.get("market"), day } : null;
    readControls();
    if (round) {
      round.again();
      dayRound.again();
    } else {
      round = repeat(REFRESH_MILLIS, look);
      dayRound = repeat(REFRESH_MILLIS, lookAtDay);
    }
  },
  hide() {
    round?.stop();
    dayRound?.stop();
    round = dayRound = null;
  },
});
