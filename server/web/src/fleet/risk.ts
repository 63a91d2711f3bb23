import type { Host } from "../api/host_types";
import type { Incident } from "../api/types";

/** How near a host's nearest disruption is. The order is that of gravity. */
export const riskNames = ["now", "hour", "day", "later", "silent", "away", "clear"] as const;
export type RiskName = (typeof riskNames)[number];

export interface Risk {
  name: RiskName;
  /** When the nearest disruption is expected; null where there is none, or none with a time. */
  at: number | null;
  /** The incident that says so. */
  incident: Incident | null;
}

const hour_ms = 3_600_000;
const day_ms = 24 * hour_ms;

/** What an incident means for its hosts. Those that recover mean nothing more. */
export function riskOf(incident: Incident, now: number): Risk | null {
  if (!incident.open || incident.recovering_since) return null;
  if (incident.phase === "occurring") return { name: "now", at: null, incident };
  if (!incident.forecast) return { name: "later", at: null, incident };
  const at = Date.parse(incident.forecast.expected_at);
  const left = at - now;
  return { name: left < hour_ms ? "hour" : left < day_ms ? "day" : "later", at, incident };
}

export const gravityOf = (name: RiskName): number => riskNames.indexOf(name);

/** Below zero where one is graver, or as grave and sooner. */
export function byRisk(one: Risk, other: Risk): number {
  const far = Number.MAX_SAFE_INTEGER;
  return gravityOf(one.name) - gravityOf(other.name) || (one.at ?? far) - (other.at ?? far);
}

/** The gravest of each host, by its name, of all that is open. */
export function risksOf(open: readonly Incident[], now: number): Map<string, Risk> {
  const risks = new Map<string, Risk>();
  for (const incident of open) {
    const risk = riskOf(incident, now);
    if (!risk) continue;
    for (const host of incident.hosts) {
      const known = risks.get(host);
      if (!known || byRisk(risk, known) < 0) risks.set(host, risk);
    }
  }
  return risks;
}

/** A host as the fleet shows it: what threatens it, else whether it is there at all. */
export function hostRisk(host: Host, risks: ReadonlyMap<string, Risk>): Risk {
  const quiet = host.presence === "lost" ? "silent"
    : host.presence === "expected_away" || host.presence === "revoked" ? "away" : "clear";
  const own: Risk = { name: quiet, at: null, incident: null };
  const told = risks.get(host.name);
  return told && byRisk(told, own) < 0 ? told : own;
}
