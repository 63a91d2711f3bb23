// What the desk adds to incidents, schedules and statistics. Times are RFC 3339 in UTC.

export type Tier = "L1" | "L2" | "L3";
export type ClockState = "running" | "paused" | "at_risk" | "breached" | "met" | "missed";

export interface ServiceClock {
  state: ClockState;
  promised_seconds: number;
  due_at: string | null;
  breached_at: string | null;
  stopped_at: string | null;
  paused_because: string;
}

export interface Assignment {
  tier: Tier;
  team: string;
  /** A person, else the team, else the tier. */
  owner: string;
  since: string | null;
  because: string;
}

export interface Page {
  person: string;
  channel: string;
  why: string;
  at: string;
  due_at: string;
  state: "waiting" | "delivered" | "failed" | "withdrawn";
  detail: string;
}

export interface Paging {
  policy: string;
  next_at: string | null;
  exhausted: boolean;
  pages: Page[];
}

export interface Bridge {
  url: string | null;
  opened_by: string;
  reason: string;
  opened_at: string;
  ended_at: string | null;
  invited: string[];
  joined: { person: string; at: string }[];
}

export interface Shift {
  person: string;
  begins_at: string;
  ends_at: string;
  layer: string;
  override: string | null;
}

export interface OnCall {
  schedule: string;
  title: string;
  team: string;
  zone: string;
  now: Shift | null;
  next: Shift | null;
}

interface Span {
  begins_at: string;
  ends_at: string;
}

export interface Cover {
  schedule: string;
  title: string;
  team: string;
  zone: string;
  layers: { name: string; people: string[]; turn_seconds: number; restricted: boolean }[];
  shifts: Shift[];
  gaps: Span[];
  overlaps: (Span & { below: string; above: string })[];
  unknown_people: string[];
}

export interface Override extends Span {
  id: string;
  schedule: string;
  person: string;
  made_by: string;
  reason: string;
}

export interface Spread {
  count: number;
  mean_seconds: number | null;
  p50_seconds: number | null;
  p90_seconds: number | null;
  p95_seconds: number | null;
}

export interface Attainment {
  kept: number;
  broken: number;
  /** Null where nothing was promised. */
  attainment: number | null;
}

export interface DeskSummary {
  incidents: number;
  open: number;
  recovered: number;
  prevented: number;
  false_alarms: number;
  time_to_detect: Spread;
  time_to_acknowledge: Spread;
  time_to_respond: Spread;
  time_to_resolve: Spread;
  /** Of those whose reporters confirmed that it is well. */
  time_to_resolve_confirmed: Spread;
  lead_time: Spread;
  response_promise: Attainment;
  resolution_promise: Attainment;
  answered_within_3_hours: Attainment;
  resolved_within_24_hours: Attainment;
  /** How long one is in each state, and in each tier, on average. */
  mean_state_seconds: Record<string, number>;
  mean_tier_seconds: Record<string, number>;
}

export interface Statistics {
  from: string;
  to: string;
  group_by: string;
  total: DeskSummary;
  groups: (DeskSummary & { key: string })[];
}
