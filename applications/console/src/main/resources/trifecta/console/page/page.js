// What every page writes with: words for numbers and times, elements, and changes that touch only what changed.

export const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

// ---------------------------------------------------------------- words

const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
export const known = (value) => typeof value === "number" && Number.isFinite(value);
export const count = (value) => (known(value) ? numbers.format(value) : "–");
export const listed = new Intl.ListFormat("en", { type: "conjunction" });
export const clock = (millis) => new Date(millis).toISOString().slice(11, 19);

export function span(millis) {
  if (!known(millis) || millis < 0) return "–"; // processes say -1 for not known
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 9950) return `${(millis / 1000).toFixed(1)} s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Whole seconds, and none once there are minutes: they would change each second and say nothing. */
export const coarse = (millis) =>
  millis < 60000 ? `${Math.max(0, Math.floor(millis / 1000))} s` : span(Math.floor(millis / 60000) * 60000);

export function bytes(value) {
  if (!known(value)) return "–";
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${unit === 0 || rest >= 99.5 ? Math.round(rest) : rest.toFixed(1)} ${units[unit]}`;
}

// ---------------------------------------------------------------- writing into the page

export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

/** A figure with its unit in small type. */
export function figure(element, value) {
  if (element.dataset.value === value) return;
  element.dataset.value = value;
  element.classList.toggle("none", value === "–");
  const parts = value.split(" ");
  element.replaceChildren(
    ...parts.flatMap((part, index) => (/^[a-z/%]/i.test(part) ? [make("small", {}, part)] : [index ? ` ${part}` : part])),
  );
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Replaces the children only when what they say changed, so that nothing flickers and a selection stays. */
export function fill(element, rows, build) {
  const signature = JSON.stringify(rows);
  if (element.dataset.signature === signature) return;
  element.dataset.signature = signature;
  element.replaceChildren(...rows.map(build));
}

export function pairs(element, rows) {
  fill(element, rows, ([term, value, attention]) =>
    make("div", {}, make("dt", {}, term), make("dd", attention ? { class: "attention" } : {}, value)),
  );
}

/** The end of a scale just above the greatest value. */
export function ceiling(value) {
  if (value <= 0) return 10;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 7.5, 10].find((step) => step * power >= value) * power;
}
