// Which page is shown: addresses, history, titles. A page says how it is shown and hidden; links within the console are followed here.

import { $ } from "/page.js";

const PATHS = [
  [/^\/$/, "overview"],
  [/^\/markets$/, "markets"],
  [/^\/markets\/([^/]+)$/, "market"],
  [/^\/coverage$/, "coverage"],
];
const TOP = { market: "markets" }; // which entry of the navigation a page belongs to

const places = new Map();
let shown = null;
let health = ["○", "Connecting"];
let name = "";

/** Registers a page: `show(parameters, part)` when it is opened or its address changed, `hide()` when it is left. */
export function place(id, page) {
  places.set(id, page);
}

export const isShown = (id) => shown === id;

/** The state of the whole, in every title; alone in that of the overview. */
export function mark(sign, words) {
  health = [sign, words];
  writeTitle();
}

export function title(words) {
  name = words;
  writeTitle();
}

function writeTitle() {
  const words = `${health[0]} ${name || health[1]} · Trifecta`;
  if (document.title !== words) document.title = words;
}

/** An address with these parameters; empty ones are left out. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value != null));
  return query.size ? `${path}?${query}` : path;
}

export const marketAddress = (ticker, parameters) => address(`/markets/${encodeURIComponent(ticker)}`, parameters);

/** Goes to an address as a link does. */
export function go(to) {
  history.pushState(null, "", to);
  open(true);
}

/** Writes what the page shows into its address, without a step of its own to go back to. */
export function keep(to) {
  if (location.pathname + location.search !== to) history.replaceState(null, "", to);
}

function open(isNew) {
  const [id, part] = found(location.pathname);
  const before = shown;
  if (before && before !== id) places.get(before)?.hide?.();
  shown = id;
  for (const each of document.querySelectorAll(".place")) each.hidden = each.id !== `place-${id}`;
  for (const link of document.querySelectorAll(".places a")) {
    if (link.dataset.place === (TOP[id] ?? id)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.place = id;
  title("");
  places.get(id)?.show?.(new URLSearchParams(location.search), part);
  if (isNew) {
    scrollTo(0, 0);
    $("main").focus({ preventScroll: true });
  }
}

function found(path) {
  for (const [pattern, id] of PATHS) {
    const match = pattern.exec(path);
    if (match) return [id, decoded(match[1] ?? "")];
  }
  return ["overview", ""];
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that encodes nothing
  }
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.origin !== location.origin || link.hash) return;
  if (!PATHS.some(([pattern]) => pattern.test(link.pathname))) return;
  event.preventDefault();
  go(link.pathname + link.search);
});
addEventListener("popstate", () => open(false));

/** Shows the page of the present address. */
export function begin() {
  open(false);
}
