// Markets: a search over all, the active ones first.

import { ask, repeat, settled, trouble } from "/ask.js";
import { $, count, fill, make, text } from "/page.js";
import { address, isShown, keep, marketAddress, place, title } from "/places.js";
import { microsOf, priceText, sizeText, timeText } from "/times.js";

const REFRESH_MILLIS = 5000;
const STEP = 50;

let asked = { search: "", status: "", limit: STEP };
let round = null;

async function look(signal) {
  const { json, error } = await ask("/api/markets", asked, signal);
  trouble($("markets-trouble"), error ?? null);
  $("place-markets").classList.toggle("aged", Boolean(error));
  if (!json) return false;
  render(json);
  return true;
}

/** How many of how many, so that nothing is left out in silence. */
export function shownOf(shown, json, what) {
  const all = `${json.more_than_found ? "more than " : ""}${count(json.found)}`;
  if (shown < json.found || json.more_than_found) return `The first ${count(shown)} of ${all} ${what}`;
  return `${count(shown)} ${shown === 1 ? what.replace(/s$/, "") : what}`;
}

function render(json) {
  const most = Math.max(1, ...json.markets.map((market) => market.latest_trades));
  text($("markets-count"), shownOf(json.markets.length, json, "markets"));
  fill($("markets-table").tBodies[0], json.markets.length ? json.markets : [null], (market) => (market ? row(market, most) : nothing()));
  const isMore = json.markets.length < json.found || json.more_than_found;
  $("markets-more").hidden = !isMore || asked.limit >= json.limit_max;
  text(
    $("markets-note"),
    isMore && asked.limit >= json.limit_max
      ? `No more than ${json.limit_max} are shown; search for a word to find the others.`
      : "Sorted by activity: a market's trades among the latest 100,000 of all.",
  );
  document.body.dataset.markets = json.markets.length;
}

const nothing = () => make("tr", {}, make("td", { colspan: "6", class: "nothing" }, "No market has that in its ticker, event or title."));

function row(market, most) {
  const bar = make("i", { class: "meter", "aria-hidden": "true" });
  bar.style.width = `${((market.latest_trades / most) * 100).toFixed(1)}%`;
  const closes = market.close_time ? timeText(microsOf(market.close_time), 0).slice(0, 16) : "–";
  return make(
    "tr",
    {},
    make(
      "th",
      { scope: "row" },
      make("a", { class: "ticker", href: marketAddress(market.market_ticker) }, market.market_ticker),
      make("span", { class: "sub" }, words(market)),
    ),
    make("td", { class: "n" }, priceText(market.last_price)),
    make("td", { class: "n lately" }, make("span", {}, count(market.latest_trades)), make("span", { class: "meter-box" }, bar)),
    make("td", { class: "n wide" }, market.volume === null ? "–" : sizeText(market.volume)),
    make("td", { class: "wide" }, closes),
    make("td", { class: "wide" }, make("span", { class: `status ${market.status ?? ""}` }, market.status ?? "not told")),
  );
}

/** The title and what YES means in it, as far as they are known. */
export function words(market) {
  const name = market.title ?? "";
  const yes = market.yes_sub_title ?? "";
  return !yes || name.includes(yes) ? name : name ? `${name}${/[?.!]$/.test(name) ? "" : ":"} ${yes}` : yes;
}

function changed() {
  asked = { search: $("markets-search").value.trim(), status: $("markets-status").value, limit: STEP };
  if (isShown("markets")) keep(address("/markets", { search: asked.search, status: asked.status }));
  round?.again();
}

$("markets-search").addEventListener("input", settled(150, changed));
$("markets-status").addEventListener("change", changed);
$("markets-more").addEventListener("click", () => {
  asked.limit = Math.min(500, asked.limit * 2);
  round?.again();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const field = isShown("markets") ? $("markets-search") : isShown("coverage") ? $("coverage-search") : null;
  if (!field) return;
  event.preventDefault();
  field.select();
});

place("markets", {
  show(parameters) {
    title("Markets");
    $("markets-search").value = parameters.get("search") ?? "";
    $("markets-status").value = parameters.get("status") ?? "";
    asked = { search: $("markets-search").value.trim(), status: $("markets-status").value, limit: STEP };
    if (round) round.again();
    else round = repeat(REFRESH_MILLIS, look);
  },
  hide() {
    round?.stop();
    round = null;
  },
});
