// The JSON of /api/v1/silences and /api/v1/maintenance-windows. Times are RFC 3339 in UTC.

export type SuppressionState = "pending" | "active" | "expired";

export interface Matcher {
  name: string;
  value: string;
  is_regex?: boolean;
  is_equal?: boolean;
}

interface Common {
  id: string;
  state: SuppressionState;
  matchers: Matcher[];
  /** The matchers in words. */
  matches: string;
  owner: string;
  reason: string;
  end_when_quiet: string | null;
  ended_by: "person" | "quiet" | null;
  created_at: string;
}

export interface Silence extends Common {
  starts_at: string;
  ends_at: string;
}

export interface Occurrence {
  starts_at: string;
  ends_at: string;
  /** Its start on the clocks of its zone. */
  local: string;
  /** When clocks are set at that time, what becomes of it. */
  note: string | null;
}

export interface MaintenanceWindow extends Common {
  rrule: string | null;
  cron: string | null;
  zone: string;
  first: string | null;
  duration: string;
  until: string;
  occurrences: Occurrence[];
}

export interface HiddenIncident {
  id: string;
  reference: string;
  priority: string;
  title: string;
}

export interface SuppressionPreview {
  matches: string;
  incident_count: number;
  partly_count: number;
  symptom_count: number;
  looked_at: number;
  is_complete: boolean;
  incidents: HiddenIncident[];
  partly: HiddenIncident[];
  occurrences: Occurrence[];
}
