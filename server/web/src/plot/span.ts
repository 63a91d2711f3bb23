import type { Forecast } from "../api/types";

/** What a plot shows, in milliseconds since the epoch. */
export interface Span {
  from: number;
  to: number;
  /** How far there can be samples. */
  until: number;
}

const lead_min_ms = 60_000;
const past_max_ms = 48 * 60 * 60 * 1_000;
/** The past takes at least this share of the width, so that the way here can be judged. */
const past_share_min = 0.4;
/** A forecast whose latest is far beyond its expectation is cut at so much of the way. */
const future_factor_max = 2;
const margin = 0.04;

/** What happened, from when to when, and where it leads. */
export interface Course {
  first_sign_at: string;
  forecast: Forecast | null;
  /** When it was over; null while it is not. */
  ended_at: string | null;
}

function future(forecast: Forecast | null, until: number): number {
  if (!forecast) return 0;
  const expected = Date.parse(forecast.expected_at) - until;
  if (expected <= 0) return 0;
  return Math.min(Date.parse(forecast.latest_at) - until, expected * future_factor_max);
}

/** From before the first sign to the end, or to where the forecast leads. */
export function spanOf(course: Course, now: number): Span {
  const first = Date.parse(course.first_sign_at);
  const until = course.ended_at ? Date.parse(course.ended_at) : now;
  const ahead = course.ended_at ? 0 : future(course.forecast, until);
  const happened = Math.max(until - first, 0);
  const past = Math.min(past_max_ms, Math.max(happened + Math.max(happened / 2, lead_min_ms),
    ahead * past_share_min / (1 - past_share_min)));
  return { from: until - past, to: until + ahead + (past + ahead) * margin, until };
}
