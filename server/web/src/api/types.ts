// The JSON of /api/v1, as the server writes it. Times are RFC 3339 in UTC.

import type { Assignment, Bridge, Paging, ServiceClock } from "./desk_types";
import type { Closure, JoinedReport } from "./report_types";

export type Phase = "impending" | "occurring";
export type Severity = "info" | "warning" | "critical";
export type IncidentState =
  | "new" | "assigned" | "in_progress" | "pending" | "resolved" | "closed";
export type Outcome = "open" | "prevented" | "recovered" | "dismissed" | "merged";
export type PriorityName = "P1" | "P2" | "P3" | "P4" | "P5";

export interface Reason {
  code: string;
  text: string;
}

export interface Forecast {
  disruption: string;
  made_at: string;
  earliest_at: string;
  expected_at: string;
  latest_at: string;
  confidence: number;
  /** Null where the forecast is not of one measured value. */
  level: number | null;
  limit: number | null;
  slope_per_second: number | null;
}

/** What hides the incident, or hid it at last. */
export interface Suppression {
  active: boolean;
  since: string | null;
  ended_at: string | null;
  by: { source: "silence" | "maintenance" | "dependency"; id: string; text: string }[];
}

export interface Incident {
  id: string;
  number: number;
  reference: string;
  title: string;
  sentence: string;
  state: IncidentState;
  open: boolean;
  outcome: Outcome;
  phase: Phase;
  severity: Severity;
  category: string;
  subcategory: string;
  category_reasons: Reason[];
  priority: PriorityName;
  impact: number;
  urgency: number;
  priority_reasons: Reason[];
  forecast: Forecast | null;
  host: string;
  hosts: string[];
  components: string[];
  owner: string;
  first_sign_at: string;
  opened_at: string;
  updated_at: string;
  announced_at: string | null;
  acknowledged_at: string | null;
  recovering_since: string | null;
  resolved_at: string | null;
  closed_at: string | null;
  times_reopened: number;
  waiting: { reason: string; since: string; wake_at: string | null } | null;
  major: {
    declared_at: string;
    declared_by: string;
    reason: string;
    ended_at: string | null;
    roles: { role: string; holder: string; since: string }[];
  } | null;
  links: { kind: string; id: string; number: number; linked_by: string; linked_at: string }[];
  /** Known fixes whose steps are in the work log; null: it is not known yet whether it worked. */
  fixes: { known_error: string; title: string; applied_by: string; applied_at: string;
    worked: boolean | null }[];
  held_open_by: string;
  returns: string[];
  symptom_count: number;
  host_count: number;
  merged_into: string | null;
  suppression: Suppression | null;
  revision: number;
  /** What the desk adds, where the server has one. */
  assignment?: Assignment;
  clocks?: { response: ServiceClock | null; resolution: ServiceClock | null };
  paging?: Paging;
  bridge?: Bridge | null;
  type?: "detected" | "user_report";
  report_count?: number;
  closure?: Closure | null;
  public_words?: string;
}

export interface Evidence {
  signal: string;
  labels: Record<string, string>;
  value: number;
  limit: number | null;
  window_seconds: number;
  note: string;
}

export interface SnapshotSection {
  title: string;
  columns: string[];
  rows: string[][];
  culprit: number | null;
}

export interface Snapshot {
  taken_at: string;
  sections: SnapshotSection[];
}

export interface Symptom {
  id: string;
  kind: string;
  category: string;
  subcategory: string;
  host: string;
  component: string;
  phase: Phase;
  severity: Severity;
  status: "raised" | "updated" | "cleared";
  first_sign_at: string;
  onset_at: string;
  observed_at: string;
  cleared_at: string | null;
  forecast: Forecast | null;
  evidence: Evidence[];
  reason: string;
  sentence: string;
  guide: string;
  questions: string[];
  leads_to: string[];
  times_raised: number;
  joined_because: Reason[];
  snapshot: Snapshot | null;
}

export interface TimelineEvent {
  sequence: number;
  at: string;
  kind: string;
  actor: string;
  reason: Reason;
  from: string;
  to: string;
  text: string;
}

export interface FirstSign {
  at: string;
  host: string;
  component: string;
  signal: string;
  sentence: string;
}

export interface Cause {
  source: "symptom" | "change";
  what: string;
  component: string;
  hosts: string[];
  at: string;
  sentence: string;
  score: number;
  evidence_for: Reason[];
  evidence_against: Reason[];
}

export interface HostChange {
  at: string;
  fact: string;
  from: string;
  to: string;
  hosts: string[];
}

export interface Similar {
  id: string;
  reference: string;
  title: string;
  outcome: string;
  opened_at: string;
  resolved_at: string | null;
  resolution: string;
  score: number;
  reasons: Reason[];
}

export interface KnownError {
  id: string;
  title: string;
  kinds: string[];
  component: string;
  fix: string;
  /** What is done, one by one; the whole fix as one step where nobody wrote down more. */
  steps: { type: string; text: string }[];
  author: string;
  written_at: string;
  tried: number;
  worked: number;
  median_seconds: number | null;
  /** "worked 4 of 5 times, median 12 min" */
  record: string;
}

export type HypothesisState = "proposed" | "supported" | "refuted" | "accepted";

export interface Hypothesis {
  id: string;
  text: string;
  author: string;
  at: string;
  state: HypothesisState;
  evidence: { at: string; actor: string; state: HypothesisState; text: string }[];
}

export interface Diagnosis {
  first_signs: FirstSign[];
  scope: { hosts: string[]; components: string[] };
  changes: HostChange[];
  causes: Cause[];
  questions: string[];
  prefilled_questions: { question: string; known: string[] }[];
  guide: string;
  similar: Similar[];
  known_errors: (KnownError & { reasons: Reason[] })[];
}

/** Symptoms that are only counted. */
export interface Beyond {
  symptoms: number;
  active: number;
}

export interface IncidentDetail extends Incident {
  beyond: Beyond | null;
  symptoms: Symptom[];
  timeline: TimelineEvent[];
  diagnosis: Diagnosis;
  hypotheses: Hypothesis[];
  reports?: JoinedReport[];
  answers?: { question: string; answer: string; answered_by: string; answered_at: string }[];
}
