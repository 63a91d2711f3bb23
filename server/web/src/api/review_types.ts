// The JSON of /api/v1/incidents/{id}/review and /api/v1/near-misses. Times are RFC 3339 in UTC.
import type { Cause, HostChange, Hypothesis, Incident, Reason } from "./types";

export interface Review {
  incident: Incident;
  disruption_at: string | null;
  lead_time_seconds: number | null;
  time_to_tell_seconds: number | null;
  time_to_take_seconds: number | null;
  time_to_resolve_seconds: number | null;
  worst_priority: string;
  people: string[];
  resolution: string;
  known_error: string;
  hypotheses: Hypothesis[];
  causes: Cause[];
  changes: HostChange[];
  moments: { at: string; kind: string; actor: string; why: string; text: string }[];
  follow_ups: Reason[];
}

export type NearMissVerdict = "prevented" | "unannounced" | "never";

export interface NearMiss {
  verdict: NearMissVerdict;
  kind: string;
  host: string;
  component: string;
  disruption: string;
  symptom: string;
  announced_at: string | null;
  expected_at: string | null;
  lead_seconds: number | null;
  happened_at: string | null;
  settled_at: string | null;
}

export interface NearMisses {
  window_seconds: number;
  prevented: number;
  unannounced: number;
  never: number;
  entries: NearMiss[];
}
