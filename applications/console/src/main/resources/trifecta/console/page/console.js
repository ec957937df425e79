// The overview, live: takes the whole state once, then one second after the other, and writes what changed into the page.
// Field names inside `status` and `merge` are those of the processes' own statuses; any of them may be missing.

import { $, bytes, ceiling, clock, coarse, count, draw, figure, fill, known, listed, make, pairs, span, text } from "/page.js";
import { begin, isShown, mark, place } from "/places.js";
import "/markets.js";
import "/market.js";
import "/coverage.js";
import { hideBreak, showBreak } from "/break.js";

const STALE_MILLIS = 3000; // news come every second; three missing ones are no jitter
const RETRY_MILLIS = 2000;
const BRIDGE_MILLIS = 2600; // a single missing sample is bridged, a longer hole is shown
const SOFT = new Set(["starting", "degraded", "waiting", "live"]);
const LETTER_PIXELS = 7.2; // about as wide as a letter of a hole's label is
const NOW_PIXELS = 56; // what "now" and half a time take at the end of the axis
const KEPT_HEALED = 4;

let state = null;
let heardAt = performance.now();
let everHeard = false;
let cursor = null; // the second that is being read, epoch milliseconds
let pointed = null; // where the pointer reads it

// ---------------------------------------------------------------- what is where

const byRole = (role) => state.lanes.filter((lane) => lane.role === role);
const lines = () => byRole("gatherer");
const merged = () => byRole("deduplicator")[0];
const exchange = () => byRole("exchange")[0];
const rowsShown = () => [...lines(), ...byRole("deduplicator")];

// ---------------------------------------------------------------- head

const KINDS = { simulated: "Simulated exchange", replay: "Replayed exchange", kalshi: "Kalshi", unknown: "Source" };

function renderHead() {
  const { source, verdict } = state;
  const label = $("source");
  label.dataset.kind = source.kind;
  text(label.querySelector(".kind"), KINDS[source.kind] ?? KINDS.unknown);
  const rest = source.text.replace(/^simulated exchange[, ]*/i, "");
  text(label.querySelector(".text"), sourceRest(source, rest));
  label.title = source.text;
  const block = $("verdict");
  block.dataset.state = verdict.state;
  text(block.querySelector("h1"), verdict.headline);
  text(block.querySelector("p"), verdict.detail);
  mark({ healthy: "●", starting: "○", degraded: "◆", losing: "■" }[verdict.state] ?? "○", verdict.headline.replace(/\.$/, ""));
  text($("since"), `History in memory since ${clock(state.startedAtMillis)}, five minutes at most.`);
}

function sourceRest(source, rest) {
  if (source.kind === "simulated") return rest ? `${rest}. No real market.` : "No real market.";
  return source.kind === "unknown" && !rest ? "not known yet" : rest;
}

const redundancy = (live, all) => (live === all ? "full redundancy" : live === 0 ? "no redundancy" : "redundancy reduced");

function renderFigures() {
  const lane = merged();
  const latency = lane?.answers ? lane.status.latencyMillis : undefined;
  figure($("f-merged"), lane?.answers ? count(lane.perSecond) : "–");
  figure($("f-latency"), span(latency?.p50));
  text($("f-latency-note"), known(latency?.p99) ? `p99 ${span(latency.p99)}` : "median");
  const all = lines();
  const live = all.filter((line) => line.condition === "live").length;
  figure($("f-lines"), all.length ? `${live} of ${all.length}` : "–");
  text($("f-lines-note"), !all.length ? "none configured" : redundancy(live, all.length));
  figure($("f-markets"), count(lane?.status.markets));
}

// ---------------------------------------------------------------- lanes

const laneViews = new Map();

function buildLanes() {
  const shown = rowsShown();
  const key = shown.map((lane) => lane.id).join();
  const root = $("lanes");
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  laneViews.clear();
  root.replaceChildren();
  if (!shown.length) {
    root.append(make("p", { class: "lanes-empty" }, "No gatherer and no deduplicator is configured for this console."));
  }
  for (const lane of shown) {
    const view = laneView(lane);
    laneViews.set(lane.id, view);
    root.append(view.row);
  }
}

function laneView(lane) {
  const svg = draw("svg", { viewBox: "0 0 300 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  const before = draw("rect", { class: "before", x: 0, y: 0, width: 0, height: 100 });
  const grid = draw("path", { class: "grid" });
  const area = draw("path", { class: "area" });
  const edge = draw("path", { class: "edge" });
  const cross = draw("path", { class: "cross" });
  svg.append(before, grid, area, edge, cross);
  const plot = make("div", { class: "plot" });
  plot.append(svg);
  const word = make("span", {}, "");
  const value = make("span", {}, "–");
  const note = make("span", { class: "note" }, "");
  const row = make(
    "div",
    { class: `lane ${lane.role === "deduplicator" ? "merged" : "line"}`, "data-lane": lane.id },
    make("div", { class: "name" }, lane.name, make("span", { class: "word" }, make("span", { class: "dot" }), word)),
    plot,
    make("div", { class: "value" }, value, note),
  );
  plot.addEventListener("pointermove", (event) => {
    if (!state) return;
    const box = plot.getBoundingClientRect();
    pointed = { lane: lane.id, share: (event.clientX - box.left) / box.width };
    renderCursor();
  });
  plot.addEventListener("pointerleave", () => {
    pointed = null;
    renderCursor();
  });
  return { row, plot, before, grid, area, edge, cross, word, value, note, holes: new Map() };
}

function renderLanes() {
  buildLanes();
  const start = state.nowMillis - state.windowSeconds * 1000;
  const shown = rowsShown();
  const peak = Math.max(0, ...shown.flatMap((lane) => lane.samples.map((sample) => sample[1] ?? 0)));
  const top = ceiling(peak * 1.04);
  text($("scale"), peak ? `full height ${count(top)} per second` : "events per second");
  const minutes = wholeMinutes(start);
  $("axis").classList.toggle("blank", !shown.length);
  for (const lane of shown) {
    const view = laneViews.get(lane.id);
    view.row.dataset.condition = lane.condition;
    text(view.word, lane.condition);
    text(view.value, lane.answers && known(lane.perSecond) ? `${count(lane.perSecond)}/s` : "–");
    text(view.note, laneNote(lane));
    const x = (millis) => (((millis - start) / 1000) * 300) / state.windowSeconds;
    view.grid.setAttribute("d", minutes.map((at) => `M${x(at).toFixed(2)},0V100`).join(""));
    view.before.setAttribute("width", Math.max(0, x(state.startedAtMillis)).toFixed(2));
    const path = outline(lane.samples, x, (rate) => 100 - (rate / top) * 96);
    view.area.setAttribute("d", path.area);
    view.edge.setAttribute("d", path.edge);
    renderHoles(lane, view, start);
  }
  renderAxis(minutes, start);
  renderCursor();
}

function laneNote(lane) {
  if (!lane.answers) return "";
  if (lane.role === "deduplicator") {
    const latency = lane.status.latencyMillis;
    return known(latency?.p99) ? `p99 ${span(latency.p99)}` : "";
  }
  return lane.merge.lagMillis >= 0 ? `${span(lane.merge.lagMillis)} behind` : "";
}

function outline(samples, x, y) {
  let area = "";
  let edge = "";
  let run = [];
  const flush = () => {
    if (run.length > 1) {
      const points = run.map(([at, rate]) => `${x(at).toFixed(2)},${y(rate).toFixed(2)}`);
      edge += `M${points.join("L")}`;
      area += `M${x(run[0][0]).toFixed(2)},100L${points.join("L")}L${x(run.at(-1)[0]).toFixed(2)},100Z`;
    }
    run = [];
  };
  for (const sample of samples) {
    if (!known(sample[1])) continue;
    if (run.length && sample[0] - run.at(-1)[0] > BRIDGE_MILLIS) flush();
    run.push(sample);
  }
  flush();
  return { area, edge };
}

function renderHoles(lane, view, start) {
  const seen = new Set();
  const width = view.plot.clientWidth;
  for (const incident of state.incidents) {
    if (incident.lane !== lane.id) continue;
    const to = incident.toMillis ?? state.nowMillis;
    if (to < start || incident.condition === "waiting") continue;
    seen.add(incident.fromMillis);
    const from = Math.max(start, incident.fromMillis);
    const hole = view.holes.get(incident.fromMillis) ?? newHole(view, incident);
    const share = (to - from) / (state.windowSeconds * 1000);
    hole.className = incident.first || SOFT.has(incident.condition) ? "hole soft" : "hole";
    hole.style.left = `${((from - start) / (state.windowSeconds * 10)).toFixed(3)}%`;
    hole.style.width = `${(share * 100).toFixed(3)}%`;
    const words = `${lane.name} ${incident.condition} ${span(to - incident.fromMillis)}`;
    hole.setAttribute(
      "aria-label",
      `${words}, ${clock(incident.fromMillis)} to ${incident.toMillis ? clock(to) : "now"}: ${incident.reason}`,
    );
    const label = hole.firstElementChild;
    const said = [`${incident.condition} ${span(to - incident.fromMillis)}`, span(to - incident.fromMillis)];
    text(label, said.find((each) => each.length * LETTER_PIXELS + 20 < share * width) ?? "");
    label.hidden = !label.textContent;
  }
  for (const [key, hole] of view.holes) {
    if (!seen.has(key)) {
      hole.remove();
      view.holes.delete(key);
    }
  }
}

function newHole(view, incident) {
  const hole = make("button", { type: "button", class: "hole" }, make("span", { hidden: "" }));
  hole.addEventListener("focus", () => {
    cursor = Math.min(((incident.toMillis ?? state.nowMillis) + incident.fromMillis) / 2, state.nowMillis);
    renderCursor();
  });
  hole.addEventListener("blur", () => {
    cursor = null;
    renderCursor();
  });
  view.holes.set(incident.fromMillis, hole);
  view.plot.append(hole);
  return hole;
}

function wholeMinutes(start) {
  const minutes = [];
  for (let at = Math.ceil(start / 60000) * 60000; at <= state.nowMillis; at += 60000) minutes.push(at);
  return minutes;
}

function renderAxis(minutes, start) {
  const axis = $("axis");
  while (axis.children.length < 7) axis.append(make("span", axis.children.length ? {} : { class: "now" }));
  text(axis.children[0], "now");
  for (let index = 1; index < axis.children.length; index++) {
    const at = minutes[index - 1];
    const share = at === undefined ? -1 : (at - start) / (state.windowSeconds * 1000);
    const mark = axis.children[index];
    const free = share > 0.03 && (1 - share) * axis.clientWidth > NOW_PIXELS;
    text(mark, free ? clock(at).slice(0, 5) : "");
    mark.style.left = `${(share * 100).toFixed(3)}%`;
  }
}

// ---------------------------------------------------------------- reading a second

const incidentAt = (lane, at) =>
  state.incidents.findLast(
    (each) => each.lane === lane.id && each.fromMillis <= at && (each.toMillis ?? state.nowMillis) >= at,
  );

/** The sample nearest to a moment, when it is within a second and a half of it. */
function sampleAt(lane, at) {
  let best = null;
  for (const sample of lane.samples) {
    if (!best || Math.abs(sample[0] - at) < Math.abs(best[0] - at)) best = sample;
  }
  return best && Math.abs(best[0] - at) < 1500 ? best : null;
}

function renderCursor() {
  const tip = $("tip");
  if (!state) return;
  const start = state.nowMillis - state.windowSeconds * 1000;
  const at = pointed ? start + pointed.share * state.windowSeconds * 1000 : cursor;
  const visible = at !== null && at >= start && laneViews.size > 0;
  const x = visible ? ((at - start) / (state.windowSeconds * 1000)) * 300 : 0;
  for (const view of laneViews.values()) view.cross.setAttribute("d", visible ? `M${x.toFixed(2)},0V100` : "");
  tip.hidden = !visible;
  if (!visible) return;
  fill(tip, [tipRows(at)], ([time, ...rows]) => {
    const table = make("table", {});
    for (const [name, value, why] of rows) {
      table.append(make("tr", {}, make("td", {}, name), make("td", {}, value)));
      if (why) table.append(make("tr", {}, make("td", { class: "why", colspan: "2" }, why)));
    }
    return make("div", {}, make("b", {}, time), table);
  });
  placeTip(tip, x / 300);
}

function tipRows(at) {
  const rows = rowsShown().map((lane) => {
    const sample = sampleAt(lane, at);
    const incident = incidentAt(lane, at);
    const rate = sample && known(sample[1]) ? `${count(sample[1])}/s` : "–";
    const extra = lane.role === "deduplicator" ? p99Of(sample) : lagOf(sample);
    const why = incident ? `${incident.condition} ${incidentSpan(incident)}: ${incident.reason}` : "";
    return [lane.name, rate + extra, why];
  });
  const early = at < state.startedAtMillis ? ", before this console" : "";
  return [`${clock(at)} UTC${early}`, ...rows];
}

const lagOf = (sample) => (sample && sample[2] !== null && sample[2] >= 0 ? `, ${span(sample[2])}` : "");
const p99Of = (sample) => (sample && known(sample[3]) ? `, p99 ${span(sample[3])}` : "");
const incidentSpan = (incident) => span((incident.toMillis ?? state.nowMillis) - incident.fromMillis);

function placeTip(tip, share) {
  const card = tip.parentElement.getBoundingClientRect();
  const plot = laneViews.values().next().value.plot.getBoundingClientRect();
  const x = plot.left - card.left + share * plot.width;
  const room = card.width - tip.offsetWidth - 8;
  const wanted = x + 14 + tip.offsetWidth < card.width - 8 ? x + 14 : x - 14 - tip.offsetWidth;
  tip.style.left = `${Math.max(8, Math.min(room, wanted)).toFixed(0)}px`;
  tip.style.top = `${(plot.top - card.top + 6).toFixed(0)}px`;
}

$("lanes").addEventListener("keydown", (event) => {
  if (!state || event.target !== $("lanes")) return;
  const step = event.shiftKey ? 10000 : 1000;
  const start = state.nowMillis - state.windowSeconds * 1000;
  const from = cursor ?? state.nowMillis;
  const to = {
    ArrowLeft: Math.max(start, from - step),
    ArrowRight: Math.min(state.nowMillis, from + step),
    Home: Math.max(start, state.startedAtMillis),
    End: state.nowMillis,
    Escape: null,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  cursor = to;
  renderCursor();
  const said = to === null ? [] : tipRows(to);
  text($("reading"), said.map((row) => (Array.isArray(row) ? row.filter(Boolean).join(" ") : row)).join("; "));
});
$("lanes").addEventListener("blur", () => {
  cursor = null;
  renderCursor();
});

// ---------------------------------------------------------------- alerts and healing

function renderAlerts() {
  const alerts = state.alerts;
  text($("alerts-count"), alerts.length ? `${alerts.length} open` : "");
  const rows = alerts.length ? alerts : [null];
  fill($("alerts"), rows, (alert) =>
    alert
      ? make(
          "li",
          { class: alert.severity },
          make("span", { class: "mark", "aria-hidden": "true" }),
          make("span", { class: "what" }, make("span", { class: "visually-hidden" }, `${alert.severity}: `), alert.what),
          make("time", { datetime: alert.since, title: `since ${clock(alert.sinceMillis)} UTC` }, clock(alert.sinceMillis)),
          make("span", { class: "detail" }, alert.detail),
        )
      : make("li", { class: "calm" }, make("b", {}, "No alerts."), "What is wrong appears here, with the time it began."),
  );
}

const HAPPENED = {
  down: "was down",
  broken: "broke",
  restarted: "was restarted",
  silent: "was silent",
  degraded: "was degraded",
  starting: "started anew",
  gap: "had a gap",
  "production down": "was down",
};

/** Whose incident it was: the merged lane stands for the deduplicator and for its database. */
const subject = (incident) =>
  incident.lane !== "production" ? incident.name : (OF_MERGED[incident.condition] ?? "Merging");
const OF_MERGED = { "production down": "Production", gap: "Merged history" };
const plain = (condition) => condition.replace("production ", "");

function renderHealed() {
  const happened = state.incidents.filter((each) => !each.first);
  const open = happened.filter((each) => each.toMillis === null);
  const healed = happened.filter((each) => each.toMillis !== null).sort((a, b) => b.toMillis - a.toMillis);
  const lead = $("healed-lead");
  const older = open.length ? healed : healed.slice(1);
  lead.classList.toggle("counting", open.length > 0);
  text($("healed-title"), open.length ? "Healing" : "Healed last");
  text($("healed-since"), `${count(healed.length)} healed since ${clock(state.startedAtMillis)}`);
  if (open.length) {
    const worst = open.reduce((a, b) => (a.fromMillis <= b.fromMillis ? a : b));
    const names = listed.format([...new Set(open.map((each) => subject(each).toLowerCase()))].sort());
    figure(lead.firstElementChild, span(state.nowMillis - worst.fromMillis));
    text(lead.lastElementChild, `and counting: ${names} ${open.length > 1 ? "not live" : plain(worst.condition)} since ${clock(worst.fromMillis)}, target ${span(worst.targetMillis)}.`);
  } else if (healed.length) {
    figure(lead.firstElementChild, span(healed[0].toMillis - healed[0].fromMillis));
    text(
      lead.lastElementChild,
      `${subject(healed[0])} ${HAPPENED[healed[0].condition] ?? healed[0].condition}: ${healed[0].reason}. Whole again at ${clock(healed[0].toMillis)}, target ${span(healed[0].targetMillis)}.`,
    );
  } else {
    figure(lead.firstElementChild, "–");
    text(lead.lastElementChild, "Nothing has broken since this console started.");
  }
  fill($("healed"), older.slice(0, KEPT_HEALED), (each) =>
    make(
      "li",
      { title: each.reason },
      make("time", {}, clock(each.toMillis)),
      make("span", {}, `${subject(each)} ${HAPPENED[each.condition] ?? each.condition}`),
      make("b", {}, span(each.toMillis - each.fromMillis)),
    ),
  );
}

// ---------------------------------------------------------------- latency

function renderLatency() {
  const latency = merged()?.status.latencyMillis ?? {};
  fill(
    $("quantiles"),
    [["Median", latency.p50, "lower"], ["p90", latency.p90, ""], ["p99", latency.p99, "upper"], ["Longest", latency.max, "tail"]],
    ([name, value, key]) => {
      const shown = make("dd", {});
      figure(shown, span(value));
      return make("div", {}, make("dt", {}, ...(key ? [make("span", { class: `key ${key}` })] : []), name), shown);
    },
  );
  const buckets = trimmed(Array.isArray(latency.histogram) ? latency.histogram : []);
  const root = $("histogram");
  if (!buckets.length) {
    fill(root, ["nothing"], () => make("p", { class: "nothing" }, "No merged row yet"));
    return;
  }
  root.setAttribute(
    "aria-label",
    `Distribution of the latency: half within ${span(latency.p50)}, 99 of 100 within ${span(latency.p99)}, longest ${span(latency.max)}`,
  );
  fill(root, [{ buckets, p50: latency.p50, p99: latency.p99 }], (shown) => histogram(shown));
  // both rows stand directly in the grid
  const only = root.firstElementChild;
  if (only?.tagName === "DIV" && !only.className) only.replaceWith(...only.children);
}

/** Without the empty buckets at both ends, and no more bars than a small chart can hold. */
function trimmed(buckets) {
  let list = buckets.filter((bucket) => Array.isArray(bucket) && known(bucket[0]) && known(bucket[1]));
  const first = list.findIndex((bucket) => bucket[1] > 0);
  const last = list.findLastIndex((bucket) => bucket[1] > 0);
  if (first < 0) return [];
  list = list.slice(Math.max(0, first - 1), last + 2);
  while (list.length > 32) {
    const halved = [];
    for (let index = 0; index < list.length; index += 2) {
      const next = list[index + 1];
      halved.push(next ? [next[0], list[index][1] + next[1]] : list[index]);
    }
    list = halved;
  }
  return list;
}

function histogram({ buckets, p50, p99 }) {
  const most = Math.max(...buckets.map((bucket) => bucket[1]));
  const bars = make("div", { class: "bars" });
  const scale = make("div", { class: "scale" });
  buckets.forEach(([upTo, amount], index) => {
    const from = index ? buckets[index - 1][0] : 0;
    const kind = from >= p99 ? "tail" : from >= p50 ? "upper" : "lower";
    const bar = make("i", { class: `${kind}${amount ? " some" : ""}`, title: `${span(from)} to ${span(upTo)}: ${count(amount)} rows` });
    bar.style.height = `${((amount / most) * 100).toFixed(1)}%`;
    bars.append(bar);
  });
  for (const index of [0, Math.floor(buckets.length / 2), buckets.length - 1]) {
    const mark = make("span", {}, span(buckets[index][0]));
    const share = index === 0 ? 0 : index === buckets.length - 1 ? 1 : (index + 1) / buckets.length;
    mark.style.left = `${(share * 100).toFixed(1)}%`;
    scale.append(mark);
  }
  return make("div", {}, bars, scale);
}

// ---------------------------------------------------------------- facts

function renderLines() {
  const all = lines();
  const rows = [
    ["", (line) => line.name],
    ["State", (line) => line.condition, (line) => !["live", "waiting", "starting"].includes(line.condition)],
    ["Messages/s", (line) => (line.answers ? count(line.perSecond) : "–")],
    ["Messages", (line) => count(line.status.messages)],
    ["Markets live", (line) => (line.answers ? ofMarkets(line.status) : "–"), (line) => line.answers && line.status.marketsLive < line.status.markets],
    ["Store lag", (line) => (line.answers ? span(line.status.storeLagMillis) : "–")],
    ["Production lag", (line) => span(line.merge.lagMillis), (line) => ["lagging", "unreachable"].includes(line.merge.state)],
    ["Database", (line) => (line.answers ? line.status.database ?? "–" : "–"), (line) => line.status.database === "down"],
    ["Connections", (line) => (line.answers ? count(line.status.connections) : "–")],
    ["Subscriptions", (line) => (line.answers ? count(line.status.subscriptions) : "–")],
    ["Breaks", (line) => count(line.status.breaks)],
    ["Undecodable", (line) => count(line.status.undecodable), (line) => line.status.undecodable > 0],
    ["Journal", (line) => bytes(line.status.journalBytes)],
    ["Journal per frame", (line) => (known(line.status.journalBytesPerFrame) ? `${line.status.journalBytesPerFrame.toFixed(1)} B` : "–")],
    ["Heap", (line) => (line.answers ? bytes(line.status.heapBytes) : "–")],
    ["Boot", (line) => count(line.status.boot)],
    ["Running for", (line) => runningFor(line)],
  ];
  if (!all.length) {
    fill($("lines"), ["none"], () => make("caption", { class: "message" }, "No gatherer is configured."));
    return;
  }
  const cells = rows.map(([name, value, attention]) => [
    name,
    ...all.map((line) => [value(line), attention?.(line) ? "attention" : line.answers ? "" : "old"]),
  ]);
  const table = $("lines");
  const signature = JSON.stringify(cells);
  if (table.dataset.signature === signature) return;
  table.dataset.signature = signature;
  const build = ([name, ...values], head) =>
    make(
      "tr",
      {},
      head ? make("td", {}) : make("th", { scope: "row" }, name),
      ...values.map(([value, kind]) => (head ? headCell(value) : make("td", kind ? { class: kind } : {}, value))),
    );
  table.replaceChildren(
    make("thead", {}, build(cells[0], true)),
    make("tbody", {}, ...cells.slice(1).map((row) => build(row, false))),
  );
}

function headCell(name) {
  const cell = make("th", { scope: "col" }, name);
  cell.style.textAlign = "right";
  return cell;
}

const ofMarkets = (status) =>
  known(status.marketsLive) ? `${count(status.marketsLive)}${known(status.markets) ? ` of ${count(status.markets)}` : ""}` : "–";

function runningFor(lane) {
  const since = Date.parse(lane.status.startedAt ?? "");
  return lane.answers && Number.isFinite(since) ? coarse(state.nowMillis - since) : "–";
}

function renderProduction() {
  const lane = merged();
  const status = lane?.status ?? {};
  const badge = $("production-state");
  const [word, mood] = productionState(lane);
  text(badge, word);
  badge.dataset.state = mood;
  pairs($("production"), [
    ["Merged rows", count(status.merged)],
    ["Batches", count(status.batch)],
    ["Last commit took", span(status.lastCommitMillis)],
    ["Markets", count(status.markets)],
    ["Runs", count(status.runs)],
    ["Open gaps", count(status.openGaps), status.openGaps > 0],
    ["Disputed", count(status.disputed), status.disputed > 0],
    ["Forks", count(status.forks)],
    ["Quarantined", count(status.quarantined), status.quarantined > 0],
  ]);
}

function productionState(lane) {
  if (!lane) return ["not configured", ""];
  if (lane.condition === "down") return ["deduplicator down", "bad"];
  if (lane.status.production === "down") return ["down", "bad"];
  if (lane.condition === "live") return [lane.status.production === "up" ? "up, merging" : "merging", "good"];
  return [lane.condition, lane.condition === "waiting" ? "" : "warn"];
}

function renderStorage() {
  const { storage } = state;
  const total = storage.totalBytes;
  const used = total ? (100 * (total - storage.usableBytes)) / total : 0;
  $("storage-bar").hidden = !total;
  $("storage-bar").classList.toggle("filling", used > 80);
  $("storage-bar").firstElementChild.style.width = `${used.toFixed(1)}%`;
  text($("storage-free"), total ? `${bytes(storage.usableBytes)} free of ${bytes(total)}` : "");
  const folders = storage.folders.map((each) => [each.name, `${each.whole ? "" : "at least "}${bytes(each.bytes)}`]);
  const journals = lines().map((line) => [`Journal of ${line.name.toLowerCase()}`, bytes(line.status.journalBytes)]);
  pairs($("storage"), folders.length ? folders : journals.length ? journals : [["Nothing measured", "–"]]);
}

function renderExchange() {
  const lane = exchange();
  $("exchange-card").hidden = !lane;
  if (!lane) return;
  const status = lane.status;
  text($("exchange-state"), lane.condition === "live" ? status.state ?? "live" : lane.condition);
  $("exchange-state").dataset.state = lane.condition === "live" ? "good" : lane.condition === "down" ? "bad" : "";
  const faults = Object.entries(status.faults ?? {}).filter(([, times]) => times > 0);
  const rows = [
    ["Emitted", count(status.emitted)],
    ["Per second", lane.answers ? count(lane.perSecond) : "–"],
    ["Connections", lane.answers ? count(status.connections?.length) : "–"],
    ...(faults.length ? faults.map(([name, times]) => [`Fault injected: ${name}`, count(times)]) : [["Faults injected", "none"]]),
  ];
  pairs($("exchange"), rows);}

// ---------------------------------------------------------------- live

function render() {
  renderHead();
  document.body.dataset.tick = state.tick;
  if (!isShown("overview")) return; // what is hidden has no width to draw for
  renderFigures();
  renderLanes();
  renderAlerts();
  renderHealed();
  renderLatency();
  renderLines();
  renderProduction();
  renderStorage();
  renderExchange();
}

function heard(next) {
  state = next;
  heardAt = performance.now();
  everHeard = true;
  render();
  freshness();
}

function takeSecond(news) {
  if (!state || news.startedAtMillis !== state.startedAtMillis || news.tick !== state.tick + 1) {
    connect(); // another console, or a second is missing: take the whole anew
    return;
  }
  const earlier = new Map(state.lanes.map((lane) => [lane.id, lane.samples]));
  for (const lane of news.lanes) {
    lane.samples = [...(earlier.get(lane.id) ?? []), lane.sample].slice(-news.windowSeconds);
  }
  heard(news);
}

let events = null;
let retry = 0;

function connect() {
  events?.close();
  clearTimeout(retry);
  events = new EventSource("/api/live");
  events.addEventListener("whole", (event) => heard(JSON.parse(event.data)));
  events.addEventListener("second", (event) => takeSecond(JSON.parse(event.data)));
  events.addEventListener("error", () => {
    if (events.readyState !== EventSource.CLOSED) return; // it comes back by itself
    clearTimeout(retry);
    retry = setTimeout(connect, RETRY_MILLIS);
  });
}

// A page that the browser keeps for its back button must not keep a connection too: there are six for each console.
addEventListener("pagehide", () => events?.close());
addEventListener("pageshow", (event) => event.persisted && connect());

function freshness() {
  const silent = performance.now() - heardAt;
  const stale = silent > STALE_MILLIS;
  document.body.classList.toggle("stale", stale);
  $("banner").hidden = !stale;
  text($("banner-what"), stale ? "The console does not answer." : ""); // said once, not every second
  if (stale) {
    const last = everHeard ? `Last data ${coarse(silent)} ago, at ${clock(state.nowMillis)} UTC.` : "No data yet.";
    text($("banner-age"), `${last} Trying again.`);
  }
}

// ---------------------------------------------------------------- clock and theme

function tickClock() {
  const time = $("clock");
  text(time, clock(Date.now()));
  freshness();
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const shownTheme = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");

function remembered() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // storage is forbidden: the system's theme it is
  }
}

function setTheme(theme) {
  const own = theme === (dark.matches ? "dark" : "light");
  if (own) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (own) localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // storage is forbidden: the choice lasts as long as the page
  }
}

if (remembered() === "light" || remembered() === "dark") document.documentElement.dataset.theme = remembered();
$("theme").addEventListener("click", () => setTheme(shownTheme() === "dark" ? "light" : "dark"));
addEventListener("resize", () => state && isShown("overview") && renderLanes());

place("overview", {
  show() {
    if (state) render();
    showBreak();
  },
  hide: hideBreak,
});
setInterval(tickClock, 250);
tickClock();
connect();
begin();
