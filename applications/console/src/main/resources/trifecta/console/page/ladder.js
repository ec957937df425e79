// A book as traders read it: YES asks above, YES bids below, the best ones in the middle. A NO bid at p is a YES ask at one dollar minus p.

import { count, make, text } from "/page.js";
import { priceText, sizeText } from "/times.js";

const DEPTH = 10;
const DOLLAR = 1e6; // micro-dollars: prices are added as whole numbers

/** Levels by side, the best first, with the contracts up to each. */
export function sidesOf(book) {
  const bids = totalled((book?.yes ?? []).map(([price, size]) => [Math.round(price * DOLLAR), size]).reverse());
  const asks = totalled((book?.no ?? []).map(([price, size]) => [DOLLAR - Math.round(price * DOLLAR), size]).reverse());
  return { bids, asks };
}

function totalled(levels) {
  let hundredths = 0;
  return levels.map(([micros, size]) => {
    hundredths += Math.round(size * 100);
    return { micros, price: micros / DOLLAR, size, total: hundredths / 100 };
  });
}

/** A ladder in an element; `draw(book)` shows one, or none when it is null. */
export function ladder(root) {
  const asks = rungs("ask");
  const bids = rungs("bid");
  const spread = make("td", { colspan: "3" }, "");
  const moreAsks = make("td", { colspan: "3" }, "");
  const moreBids = make("td", { colspan: "3" }, "");
  const line = (kind, cell) => make("tr", { class: kind }, cell);
  root.append(
    make(
      "table",
      { class: "ladder" },
      make("thead", {}, make("tr", {}, ...["Yes price", "Contracts", "Total"].map((name) => make("th", { scope: "col", class: "n" }, name)))),
      make("tbody", { class: "asks" }, line("more", moreAsks), ...asks.map((rung) => rung.row).reverse()),
      make("tbody", {}, line("spread", spread)),
      make("tbody", { class: "bids" }, ...bids.map((rung) => rung.row), line("more", moreBids)),
    ),
  );
  return {
    draw(book) {
      const sides = sidesOf(book);
      const most = Math.max(1, ...[...sides.bids.slice(0, DEPTH), ...sides.asks.slice(0, DEPTH)].map((level) => level.size));
      asks.forEach((rung, index) => write(rung, sides.asks[index], most));
      bids.forEach((rung, index) => write(rung, sides.bids[index], most));
      text(moreAsks, more(sides.asks, "asks"));
      text(moreBids, more(sides.bids, "bids"));
      text(spread, spreadOf(sides, book));
    },
  };
}

function rungs(kind) {
  return Array.from({ length: DEPTH }, () => {
    const price = make("th", { scope: "row", class: "n price" }, "");
    const size = make("td", { class: "n" });
    const total = make("td", { class: "n total" }, "");
    const meter = make("i", { class: "meter", "aria-hidden": "true" });
    const words = make("span", {}, "");
    size.append(meter, words);
    return { row: make("tr", { class: kind }, price, size, total), price, words, meter, total };
  });
}

function write(rung, level, most) {
  rung.row.classList.toggle("blank", !level);
  text(rung.price, level ? priceText(level.price) : "\u00a0");
  text(rung.words, level ? sizeText(level.size) : "");
  text(rung.total, level ? sizeText(level.total) : "");
  rung.meter.style.width = `${level ? Math.max(1, (level.size / most) * 100).toFixed(1) : 0}%`;
}

const more = (side, what) => (side.length > DEPTH ? `${count(side.length - DEPTH)} more ${what} not shown` : "\u00a0");

function spreadOf({ bids, asks }, book) {
  if (!book) return "no book";
  if (!bids.length && !asks.length) return "the book is empty";
  if (!bids.length || !asks.length) return `no ${bids.length ? "asks" : "bids"}`;
  return `spread ${priceText((asks[0].micros - bids[0].micros) / DOLLAR)} · middle ${priceText((asks[0].micros + bids[0].micros) / 2 / DOLLAR)}`;
}
