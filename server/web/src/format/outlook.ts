import type { Incident } from "../api/types";

/** What is to be said about time, in the order in which it matters to a reader. */
export type Outlook =
  | { kind: "ended" }
  | { kind: "recovering"; since: string }
  | { kind: "happening" }
  | { kind: "coming"; left_ms: number; earliest: string; latest: string }
  | { kind: "overdue"; late_ms: number }
  | { kind: "unknown" };

export function outlookOf(incident: Incident, now: number): Outlook {
  if (!incident.open) return { kind: "ended" };
  if (incident.recovering_since) return { kind: "recovering", since: incident.recovering_since };
  if (incident.phase === "occurring") return { kind: "happening" };
  const { forecast } = incident;
  if (!forecast) return { kind: "unknown" };
  const left_ms = Date.parse(forecast.expected_at) - now;
  if (left_ms < 0) return { kind: "overdue", late_ms: -left_ms };
  return { kind: "coming", left_ms, earliest: forecast.earliest_at, latest: forecast.latest_at };
}
