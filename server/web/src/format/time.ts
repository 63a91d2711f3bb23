import type { Words } from "../words/en";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

type Unit = "second" | "minute" | "hour" | "day";
const lengths: Record<Unit, number> = { second, minute, hour, day };

/** What a moment is written with: the words' units, and the locale's digits. */
export interface Tongue {
  words: Words;
  locale: string;
}

function amount(n: number, unit: Unit, { words, locale }: Tongue): string {
  return `${new Intl.NumberFormat(locale).format(n)} ${words.units[unit]}`;
}

function pair(ms: number, large: Unit, small: Unit, tongue: Tongue): string {
  const whole = Math.floor(ms / lengths[large]);
  const rest = Math.floor((ms - whole * lengths[large]) / lengths[small]);
  return rest === 0 ? amount(whole, large, tongue)
    : `${amount(whole, large, tongue)} ${amount(rest, small, tongue)}`;
}

/** "12 s", "8 min 12 s", "3 h 5 min", "2 d 4 h": never more than two units. Rounds down. */
export function duration(ms: number, tongue: Tongue): string {
  const length = Math.max(0, ms);
  if (length < minute) return amount(Math.floor(length / second), "second", tongue);
  if (length < hour) return pair(length, "minute", "second", tongue);
  if (length < day) return pair(length, "hour", "minute", tongue);
  return pair(length, "day", "hour", tongue);
}

function unitOf(ms: number, seconds_below = minute): Unit {
  if (ms < seconds_below) return "second";
  if (ms < 2 * hour) return "minute";
  return ms < 2 * day ? "hour" : "day";
}

/** "4 min", for what happened: one unit is enough. */
export function roughly(ms: number, tongue: Tongue): string {
  const unit = unitOf(Math.max(0, ms));
  return amount(Math.floor(Math.max(0, ms) / lengths[unit]), unit, tongue);
}

export function age(at: number, now: number, tongue: Tongue): string {
  const passed = now - at;
  return passed < second ? tongue.words.justNow : tongue.words.ago(roughly(passed, tongue));
}

/** "between 6 and 11 min"; each bound with its own unit where one unit does not fit both. */
export function interval(from_ms: number, to_ms: number, tongue: Tongue): string {
  const { words, locale } = tongue;
  if (to_ms <= 0) return words.anyMoment;
  if (from_ms <= 0) return words.atLatest(duration(to_ms, tongue));
  const unit = unitOf(to_ms, 2 * minute);
  const low = Math.floor(from_ms / lengths[unit]);
  const high = amount(Math.ceil(to_ms / lengths[unit]), unit, tongue);
  return low < 1 ? words.between(roughly(from_ms, tongue), high)
    : words.between(new Intl.NumberFormat(locale).format(low), high);
}

/** "23:41:10", with the day in front where it is not today's, and the year where it
 *  is not this one. */
export function clockTime(at: number, now: number, locale: string): string {
  const moment = new Date(at);
  const today = moment.toDateString() === new Date(now).toDateString();
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false } as const;
  const year = moment.getFullYear() === new Date(now).getFullYear()
    ? {} : { year: "numeric" } as const;
  const date = today ? {} : { day: "numeric", month: "short", ...year } as const;
  return new Intl.DateTimeFormat(locale, { ...date, ...clock }).format(moment);
}

/** The name of the zone that times are shown in: "UTC", "GMT+7". */
export function zoneName(locale: string, at = Date.now()): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "short" })
    .formatToParts(new Date(at));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** The whole truth, for titles: date, time and zone. */
export function fullTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" })
    .format(new Date(at));
}
