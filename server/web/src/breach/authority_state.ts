import type { BreachSummary } from "../api/breach_types";

const hour_ms = 3_600_000;
/** The second reminder of the server: from then on the time is short. */
const short_ms = 24 * hour_ms;

export type AuthorityState =
  | { kind: "settled" }
  | { kind: "due"; left_ms: number; short: boolean }
  | { kind: "late"; late_ms: number };

/** How the duty to tell the authority stands at `now`. */
export function authorityState(breach: Pick<BreachSummary, "authority_settled"
  | "authority_due_at">, now: number): AuthorityState {
  if (breach.authority_settled) return { kind: "settled" };
  const left_ms = Date.parse(breach.authority_due_at) - now;
  return left_ms < 0 ? { kind: "late", late_ms: -left_ms }
    : { kind: "due", left_ms, short: left_ms < short_ms };
}
