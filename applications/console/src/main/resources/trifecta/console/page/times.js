// Times are whole microseconds since the epoch, UTC: exact as numbers until the year 2255. Amounts are decimals of the exchange.

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(?:Z|UTC)?$/i;

/** A time that a person or the console wrote, or null when it is none. */
export function microsOf(written) {
  const match = ISO.exec((written ?? "").trim());
  if (!match) return null;
  const [, day, minute = "00:00", second = "00", fraction = ""] = match;
  const millis = Date.parse(`${day}T${minute}:${second}Z`);
  return Number.isNaN(millis) ? null : millis * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

/** As the console reads it: always six decimals. */
export function isoOf(micros) {
  const second = Math.floor(micros / 1e6);
  return `${new Date(second * 1000).toISOString().slice(0, 19)}.${String(micros - second * 1e6).padStart(6, "0")}Z`;
}

/** For people, in as many decimals as wanted. */
export function timeText(micros, decimals = 6) {
  const iso = isoOf(micros);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${decimals ? iso.slice(19, 20 + decimals) : ""}`;
}

/** How long; short ones to the millisecond. */
export function lasting(micros) {
  if (micros < 1000) return micros > 0 ? "< 1 ms" : "0 ms";
  const millis = Math.floor(micros / 1000);
  if (millis < 1000) return `${millis} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  const hours = Math.floor(whole / 3600);
  return hours < 48 ? `${hours} h ${String(Math.floor(whole / 60) % 60).padStart(2, "0")} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

let ahead = 0; // of this machine's clock, microseconds

/** The console told its time. */
export function heardNow(iso) {
  const micros = microsOf(iso);
  if (micros !== null) ahead = micros - Date.now() * 1000;
}

/** The console's time. */
export const nowMicros = () => Date.now() * 1000 + Math.round(ahead);

const sizes = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const prices = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** Contracts. */
export const sizeText = (contracts) => (contracts == null ? "–" : sizes.format(contracts));

/** Dollars, with as many decimals as they need, cents at least. */
export const priceText = (dollars) => (dollars == null ? "–" : prices.format(dollars));
