// The JSON of /api/v1/hosts/{id}/learned and /api/v1/packs. Times are RFC 3339 in UTC.

import type { Severity } from "./types";

export interface LearnedLimit {
  kind: string;
  signal: string;
  labels: Record<string, string>;
  /** Of all numbers here. */
  unit: string;
  bad: "above" | "below";
  limit: number | null;
  pack_limit: number | null;
  floor: number | null;
  ceiling: number | null;
  usual_low: number | null;
  usual_high: number | null;
  since: string;
  seen_seconds: number;
  version: number;
}

export interface PackPart {
  name: string;
  id: string;
}

export interface Learned {
  /** When the agent told of it; null: never. */
  at: string | null;
  limits: LearnedLimit[];
  left_out: number;
  others: number;
  pack: { id: string; version: string; kinds: number; parts: PackPart[]; told_at: string } | null;
}

export type CriticalWhen = "never" | "beyond" | "soon" | "values" | "times" | "count" | "signs";

export interface SeverityRule {
  usual: Severity;
  said_at: number | null;
  learned: boolean;
  bad: "above" | "below";
  critical_when: CriticalWhen;
  critical_at: number | null;
}

/** How forecasts of a kind ended on all hosts. */
export interface KindRecord {
  came: number;
  never: number;
  precision: number | null;
  median_lead_seconds: number | null;
  false_alarms_per_host_week: number;
}

export interface PackKind {
  kind: string;
  category: string;
  subcategory: string;
  engine: string;
  unit: string;
  component: string;
  disruption: string;
  impending: string;
  occurring: string;
  guide: string;
  questions: string[];
  leads_to: string[];
  impact: number;
  weak: boolean;
  severity: SeverityRule;
  record: KindRecord | null;
}

export interface PackUse {
  id: string;
  kinds: number;
  stock: boolean;
  versions: string[];
  parts: PackPart[];
  host_count: number;
  hosts: string[];
}

export interface Packs {
  stock: { id: string; version: string; kinds: number; parts: PackPart[] };
  window_seconds: number;
  hosts_silent: number;
  used: PackUse[];
  kinds: PackKind[];
}
