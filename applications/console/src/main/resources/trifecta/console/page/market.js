// One market: its book live or at any instant, with the ledger's word on it.

import { ask, marketPath, repeat, settled, trouble } from "/ask.js";
import { depth } from "/depth.js";
import { joined, read, STATES, table } from "/intervals.js";
import { ladder, sidesOf } from "/ladder.js";
import { words } from "/markets.js";
import { $, count, make, pairs, text } from "/page.js";
import { keep, marketAddress, place, title } from "/places.js";
import { setInstant, setIntervals, setPeriod, timeline } from "/timeline.js";
import { isoOf, lasting, microsOf, nowMicros, priceText, sizeText, timeText } from "/times.js";
import { drawTrades } from "/trades.js";

const BOOK_MILLIS = 1000;
const TRADES_MILLIS = 2000;
const FACTS_MILLIS = 10000;
const TRADES = 50;
const PERIODS = [
  ["life", 0],
  ["24 h", 86400e6],
  ["1 h", 3600e6],
  ["5 min", 300e6],
];

let ticker = "";
let at = null; // microseconds; null: live
let zoom = "life";
let period = null;
let facts = null;
let book = null;
let seenAt = 0; // when the book was seen, this machine's clock
let tradesLimit = TRADES;
let rounds = [];
let ageTimer = 0;
let booksLadder = null;
let booksDepth = null;

const isLive = () => at === null;

// ---------------------------------------------------------------- questions

async function lookAtFacts(signal) {
  const { json, code, error } = await ask(marketPath(ticker), {}, signal);
  if (error) return failed(code, error);
  facts = json;
  renderFacts();
  renderPeriod();
  return lookAtCoverage(signal);
}

async function lookAtCoverage(signal) {
  if (!period) return true;
  const asked = period;
  const { json, code, error } = await ask(marketPath(ticker, "coverage"), { from: isoOf(asked.from), to: isoOf(asked.to) }, signal);
  if (error) return failed(code, error);
  const intervals = read(json.intervals);
  setIntervals(intervals);
  const rows = joined(intervals);
  text($("intervals-aside"), `${count(json.found)} intervals${json.found > json.intervals.length ? `, the newest ${count(json.intervals.length)} read` : ""}`);
  const signature = JSON.stringify(rows);
  if ($("intervals").dataset.signature !== signature) {
    $("intervals").dataset.signature = signature;
    $("intervals").replaceChildren(table(rows, (row) => marketAddress(ticker, { at: isoOf(row.from) })));
  }
  return true;
}

async function lookAtBook(signal) {
  const asked = at;
  const { json, code, error } = await ask(marketPath(ticker, "book"), asked === null ? {} : { at: isoOf(asked) }, signal);
  if (asked !== at) return true;
  if (error) return failed(code, error);
  book = json;
  seenAt = performance.now();
  trouble($("market-trouble"), null);
  $("market-body").classList.remove("aged");
  renderBook();
  return true;
}

async function lookAtTrades(signal) {
  const asked = at;
  const to = asked === null ? {} : { to: isoOf(asked + 1) };
  const { json, code, error } = await ask(marketPath(ticker, "trades"), { ...to, limit: tradesLimit }, signal);
  if (asked !== at) return true;
  if (error) return failed(code, error);
  drawTrades(json, tradesLimit, facts ? begin() : 0);
  return true;
}

/** Says so; `false` as a job does that failed. */
function failed(code, error) {
  trouble($("market-trouble"), code === 404 ? `${error} It is listed under Markets once anything of it was recorded.` : error);
  $("market-body").classList.add("aged");
  $("market-body").hidden = code === 404;
  return false;
}

// ---------------------------------------------------------------- what was told

function renderFacts() {
  $("market-body").hidden = false;
  text($("market-name"), words(facts) || ticker);
  const closes = facts.close_time ? `${["closed", "settled"].includes(facts.status) ? "closed" : "closes"} ${timeText(microsOf(facts.close_time), 0)} UTC` : "";
  text($("market-facts"), [facts.status ?? "status not told", facts.result ? `result ${facts.result}` : "", closes].filter(Boolean).join(" · "));
  $("rules-box").hidden = !facts.rules;
  text($("rules"), facts.rules ?? "");
  pairs($("market-pairs"), [
    ["Volume, as told", facts.volume === null ? "–" : sizeText(facts.volume)],
    ["Open interest, as told", facts.open_interest === null ? "–" : sizeText(facts.open_interest)],
    ["Opened", facts.open_time ? timeText(microsOf(facts.open_time), 0) : "–"],
    ["First recorded", facts.first_recorded ? timeText(microsOf(facts.first_recorded), 3) : "–"],
    ...facts.checks.map((check) => [
      `Snapshots by ${check.source === "rest" ? "REST" : "WebSocket"}`,
      `${count(check.agreed)} agreed${check.disagreed ? `, ${count(check.disagreed)} not` : ""}`,
      check.disagreed > 0,
    ]),
  ]);
}

/** Where the bar of the whole life begins. */
function begin() {
  const known = [facts.open_time, facts.first_recorded].filter(Boolean).map(microsOf);
  return known.length ? Math.min(...known) : nowMicros() - 3600e6;
}

function end() {
  const ended = ["closed", "settled"].includes(facts.status) && facts.close_time;
  return Math.max(ended ? microsOf(facts.close_time) : nowMicros(), facts.last_recorded ? microsOf(facts.last_recorded) : 0);
}

function renderPeriod() {
  if (!facts) return;
  const [first, last] = [begin(), end()];
  const width = PERIODS.find(([name]) => name === zoom)[1];
  if (!width || width >= last - first) {
    period = { from: Math.min(first, at ?? first), to: Math.max(last, at ?? last) };
  } else if (isLive()) {
    period = { from: last - width, to: last };
  } else if (!period || at < period.from || at > period.to || period.to - period.from !== width) {
    period = { from: at - width / 2, to: at + width / 2 };
  }
  setPeriod(period.from, period.to, at);
}

function renderBook() {
  booksLadder.draw(book.book);
  booksDepth.draw(book.book);
  const state = book.word === "not told" ? "none" : book.word;
  const line = $("word");
  line.dataset.state = book.book || book.gap ? state : "none";
  text($("word-word"), book.book || book.gap ? `${STATES[state]?.[0] ?? "?"} ${book.word}` : "no book");
  text($("word-sentence"), capital(book.sentence));
  $("place-market").classList.toggle("in-gap", Boolean(book.gap));
  if (document.activeElement !== $("time-field")) $("time-field").value = isoOf(at ?? microsOf(book.at));
  $("time-field").removeAttribute("aria-invalid");
  $("step-back").disabled = !book.previous_change;
  $("step-on").disabled = !book.next_change;
  $("live").setAttribute("aria-pressed", String(isLive()));
  const { bids, asks } = sidesOf(book.book);
  title(`${bids[0] ? priceText(bids[0].price) : "–"} / ${asks[0] ? priceText(asks[0].price) : "–"} ${ticker}`);
  document.body.dataset.book = `${ticker} ${at ?? "live"}`;
  renderAge();
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** How old is what is seen: the last change by the exchange's clock, and in a live book when it was asked. */
function renderAge() {
  if (!book) return;
  const stamp = book.book?.exchange_ts ?? book.book?.received_ts;
  const since = stamp ? microsOf(stamp) : null;
  const asked = performance.now() - seenAt;
  const late = asked > 3 * BOOK_MILLIS ? `, not seen for ${lasting(Math.round(asked) * 1000)}` : "";
  if (since === null) return text($("ladder-age"), late.slice(2));
  const now = isLive() ? nowMicros() : at;
  const age = now - since < 1e6 ? "< 1 s" : lasting(Math.floor((now - since) / 1e6) * 1e6).replace(".0 s", " s");
  text($("ladder-age"), isLive() ? `last change ${age} ago${late}` : `last change ${lasting(now - since)} before`);
}

// ---------------------------------------------------------------- where in time

const written = settled(250, () => keep(marketAddress(ticker, { at: at === null ? "" : isoOf(at) })));

/** Goes to an instant, or live when it is null. */
function goTo(micros) {
  at = micros;
  $("live").setAttribute("aria-pressed", String(isLive()));
  if (at !== null && document.activeElement !== $("time-field")) $("time-field").value = isoOf(at);
  const before = period;
  renderPeriod();
  if (period && (before?.from !== period.from || before?.to !== period.to)) rounds[0]?.again();
  setInstant(at);
  written();
  rounds[1]?.again();
  rounds[2]?.again();
}

function start() {
  booksLadder ??= ladder($("ladder"));
  booksDepth ??= depth($("depth"), $("depth-reading"));
  rounds = [
    repeat(FACTS_MILLIS, lookAtFacts),
    // a book of the past is asked for once; what is late in production may still change it, so now and then again
    repeat(BOOK_MILLIS, (signal) => (isLive() || !book || microsOf(book.at) !== at || performance.now() - seenAt > FACTS_MILLIS || $("market-body").classList.contains("aged") ? lookAtBook(signal) : undefined)),
    repeat(TRADES_MILLIS, lookAtTrades),
  ];
  ageTimer = setInterval(renderAge, 250);
}

function stop() {
  rounds.forEach((each) => each.stop());
  rounds = [];
  clearInterval(ageTimer);
}

timeline((micros, isEnd) => goTo(isEnd && !["closed", "settled"].includes(facts?.status) ? null : micros));
$("live").addEventListener("click", () => goTo(null));
$("step-back").addEventListener("click", () => book?.previous_change && goTo(microsOf(book.previous_change)));
$("step-on").addEventListener("click", () => book?.next_change && goTo(microsOf(book.next_change)));
$("trades-more").addEventListener("click", () => {
  tradesLimit = Math.min(1000, tradesLimit * 4);
  rounds[2]?.again();
});
$("time-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const micros = microsOf($("time-field").value);
  if (micros === null || micros < 0) {
    $("time-field").setAttribute("aria-invalid", "true");
    trouble($("market-trouble"), "That is no time: it is written like 2026-08-10T22:52:07.500001Z.");
    return;
  }
  $("time-field").blur();
  goTo(micros);
});
$("time-field").addEventListener("blur", () => {
  if (book) $("time-field").value = isoOf(at ?? microsOf(book.at));
  $("time-field").removeAttribute("aria-invalid");
});
for (const [name] of PERIODS) {
  const input = make("input", { type: "radio", name: "zoom", value: name, ...(name === zoom ? { checked: "" } : {}) });
  input.addEventListener("change", () => {
    zoom = name;
    renderPeriod();
    rounds[0]?.again();
  });
  $("zoom").append(make("label", {}, input, make("span", {}, name)));
}

place("market", {
  show(parameters, part) {
    const other = part !== ticker;
    const instant = parameters.get("at") ? microsOf(parameters.get("at")) : null;
    if (!other && rounds.length) return goTo(instant);
    stop();
    if (other) {
      ticker = part;
      facts = null;
      book = null;
      period = null;
      tradesLimit = TRADES;
      delete document.body.dataset.book;
      text($("market-name"), ticker);
      text($("market-facts"), "");
      $("intervals").dataset.signature = "";
    }
    at = instant;
    title(ticker);
    text($("market-ticker"), ticker);
    trouble($("market-trouble"), parameters.get("at") && instant === null ? "The address holds no time that can be read; this is the latest book." : null);
    start();
  },
  hide: stop,
});
