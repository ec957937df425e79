// Depth: contracts that stand at a price or better, YES bids on the left, NO bids mirrored as YES asks on the right.

import { sidesOf } from "/ladder.js";
import { ceiling, count, draw, make, text } from "/page.js";
import { priceText, sizeText } from "/times.js";

const WIDTH = 600;
const HEIGHT = 300;
const LEAST_SPAN = 0.04; // dollars: a book of two levels would fill the chart

/** A chart in an element, its reading in another; `draw(book)` shows one. */
export function depth(root, reading) {
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const parts = {
    grid: draw("path", { class: "grid" }),
    bidArea: draw("path", { class: "area bid" }),
    askArea: draw("path", { class: "area ask" }),
    bidEdge: draw("path", { class: "edge bid" }),
    askEdge: draw("path", { class: "edge ask" }),
    cross: draw("path", { class: "cross" }),
  };
  svg.append(...Object.values(parts));
  const top = make("span", { class: "depth-top" }, "");
  const axis = make("div", { class: "depth-axis", "aria-hidden": "true" }, ...[0, 1, 2].map(() => make("span", {}, "")));
  const plot = make("div", { class: "depth-plot" });
  plot.append(svg, top);
  root.append(plot, axis);
  let shown = null;
  let chosen = null; // a price that is read

  function show(book) {
    const sides = sidesOf(book);
    const all = [...sides.bids, ...sides.asks];
    const least = Math.min(...all.map((level) => level.price));
    const most = Math.max(...all.map((level) => level.price));
    const pad = Math.max((most - least) * 0.04, (LEAST_SPAN - (most - least)) / 2);
    const from = Math.max(0, least - pad);
    const to = Math.min(1, most + pad);
    const high = ceiling(Math.max(0, ...all.map((level) => level.total)) * 1.05);
    shown = all.length ? { sides, from, to, high } : null;
    root.classList.toggle("empty", !shown);
    const x = (price) => (((price - from) / (to - from)) * WIDTH).toFixed(1);
    const y = (total) => (HEIGHT - (total / high) * HEIGHT).toFixed(1);
    const steps = (levels, end) => {
      if (!levels.length) return ["", ""];
      let path = `M${x(levels[0].price)},${HEIGHT}`;
      for (const level of levels) path += `H${x(level.price)}V${y(level.total)}`;
      return [`${path}H${x(end)}`, `${path}H${x(end)}V${HEIGHT}Z`];
    };
    const [bidEdge, bidArea] = shown ? steps(sides.bids, from) : ["", ""];
    const [askEdge, askArea] = shown ? steps(sides.asks, to) : ["", ""];
    parts.bidEdge.setAttribute("d", bidEdge);
    parts.bidArea.setAttribute("d", bidArea);
    parts.askEdge.setAttribute("d", askEdge);
    parts.askArea.setAttribute("d", askArea);
    parts.grid.setAttribute("d", shown ? `M0,${HEIGHT / 2}H${WIDTH}` : "");
    text(top, shown ? `${count(high)} contracts` : "");
    [from, (from + to) / 2, to].forEach((price, index) => text(axis.children[index], shown ? priceText(Math.round(price * 1e3) / 1e3) : ""));
    read();
  }

  function read() {
    const visible = shown && chosen !== null && chosen >= shown.from && chosen <= shown.to;
    parts.cross.setAttribute("d", visible ? `M${(((chosen - shown.from) / (shown.to - shown.from)) * WIDTH).toFixed(1)},0V${HEIGHT}` : "");
    text(reading, visible ? words(shown.sides, chosen) : shown ? totals(shown.sides) : "");
  }

  plot.addEventListener("pointermove", (event) => {
    if (!shown) return;
    const box = plot.getBoundingClientRect();
    chosen = shown.from + ((event.clientX - box.left) / box.width) * (shown.to - shown.from);
    read();
  });
  const leave = () => {
    chosen = null;
    read();
  };
  plot.addEventListener("pointerleave", leave);
  root.addEventListener("blur", leave);
  root.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!shown || !step) return;
    event.preventDefault();
    const all = [...shown.sides.bids, ...shown.sides.asks].map((level) => level.price).sort((a, b) => a - b);
    const from = chosen ?? shown.sides.bids[0]?.price ?? shown.from;
    chosen = (step > 0 ? all.find((price) => price > from) : all.findLast((price) => price < from)) ?? from;
    read();
  });
  return { draw: show };
}

function words({ bids, asks }, price) {
  const bid = bids.findLast((level) => level.price >= price - 1e-9);
  const ask = asks.findLast((level) => level.price <= price + 1e-9);
  if (bid) return `bids at ${priceText(bid.price)} or better: ${sizeText(bid.total)}`;
  if (ask) return `asks at ${priceText(ask.price)} or better: ${sizeText(ask.total)}`;
  return "nothing between bid and ask";
}

const totals = ({ bids, asks }) => `bids ${sizeText(bids.at(-1)?.total ?? 0)} · asks ${sizeText(asks.at(-1)?.total ?? 0)}`;
