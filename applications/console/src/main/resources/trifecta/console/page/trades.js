// A market's trades up to the instant that is shown, the newest first, and what may be missing among them.

import { trouble } from "/ask.js";
import { $, count, fill, make, text } from "/page.js";
import { microsOf, priceText, sizeText, timeText } from "/times.js";

const DOUBTS = 3;

/** `begin` is where the market's life begins: that nothing is told of the time before it is no news. */
export function drawTrades(json, limit, begin) {
  const newest = json.trades.toReversed();
  fill($("trades").tBodies[0], newest.length ? newest : [null], (trade) => (trade ? row(trade) : nothing()));
  $("trades-more").hidden = !json.earlier_ones_cut || limit >= json.limit_max;
  text($("trades-aside"), newest.length ? `the latest ${count(newest.length)}` : "");
  text(
    $("trades-note"),
    json.earlier_ones_cut ? (limit >= json.limit_max ? `No more than ${json.limit_max} are shown; there are earlier ones.` : "There are earlier ones.") : "",
  );
  const doubts = json.doubts.map((doubt, index) => ({ ...doubt, sentence: json.sentences[index] })).filter((doubt) => !isBefore(doubt, begin));
  const said = doubts.slice(-DOUBTS).map((doubt) => doubt.sentence);
  const rest = doubts.length - said.length;
  $("trades-trouble").classList.toggle("calm-doubt", doubts.every((doubt) => doubt.state === "provisional" || doubt.state === null));
  trouble($("trades-trouble"), said.length ? `${said.join(". ")}.${rest ? ` And ${count(rest)} more such parts.` : ""}` : null);
}

const isBefore = (doubt, begin) => doubt.state === null && doubt.from === null && doubt.until !== null && microsOf(doubt.until) <= begin;

const nothing = () => make("tr", {}, make("td", { colspan: "4", class: "nothing" }, "No trades."));

function row(trade) {
  const micros = microsOf(trade.exchange_ts);
  const side = trade.taker_side;
  return make(
    "tr",
    {},
    make("td", { title: `${timeText(micros)} UTC, ${trade.trade_id}, ${trade.source}` }, timeText(micros, 3).slice(5)),
    make("td", { class: `n ${side ?? ""}` }, priceText(trade.yes_price)),
    make("td", { class: "n" }, sizeText(trade.count)),
    make("td", { class: side ?? "" }, side ? `${side === "yes" ? "▲" : "▼"} ${side}` : "–", trade.block_trade ? " block" : ""),
  );
}
