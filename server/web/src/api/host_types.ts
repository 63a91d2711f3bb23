// The JSON of /api/v1/hosts. Times are RFC 3339 in UTC.

export type Presence = "present" | "expected_away" | "lost" | "revoked";

export interface Host {
  id: string;
  name: string;
  presence: Presence;
  goodbye: string;
  first_seen: string;
  last_seen: string;
  boot_id: string;
  run_id: string;
  sequence: number;
  clock_skew_seconds: number;
  report_interval_seconds: number;
  facts: Record<string, string>;
  changes: { at: string; fact: string; from: string; to: string }[];
  open_incidents: number;
}

export interface Series {
  signal: string;
  labels: Record<string, string>;
  unit?: string;
}

/** [unix seconds, min, last, max]; null where a value was no number. */
export type SamplePoint = [number, number | null, number | null, number | null];

export interface Samples {
  signal: string;
  labels: Record<string, string>;
  unit?: string;
  points: SamplePoint[];
}
