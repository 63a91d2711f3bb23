// The JSON of /api/v1/reports and /api/v1/requests. Times are RFC 3339 in UTC.
import type { Reason } from "./types";

export type Intent = "incident" | "request" | "unsure";

export interface Report {
  id: string;
  received_at: string;
  channel: string;
  reporter: { name: string; contact: string; language: string };
  logged_by: string;
  host: string;
  service: string;
  subject: string;
  text: string;
  triage: { intent: Intent; confidence: number; category: string; decided_by: string;
    clues: string[] };
  request: { state: "open" | "assigned" | "done" | "forwarded"; assignee: string; note: string;
    done_at: string | null } | null;
  incident_id: string | null;
}

export interface ToldReport {
  report: Report;
  is_new: boolean;
  incident: { id: string; reference: string; title: string; state: string; was_known: boolean }
    | null;
  joined_because: Reason[];
}

export interface ReportPage {
  reports: Report[];
  next_cursor: string | null;
}

export interface Message {
  at: string;
  from: "desk" | "reporter";
  author: string;
  text: string;
}

/** A report as its incident shows it. */
export interface JoinedReport {
  id: string;
  received_at: string;
  reporter: string;
  contact: string;
  channel: string;
  host: string;
  service: string;
  text: string;
  joined_because: Reason[];
  confirmation: "not_asked" | "asked" | "confirmed" | "not_fixed";
  satisfaction: number | null;
}

export interface Closure {
  code: string;
  cause: string;
  fix: string;
  recorded_by: string;
  recorded_at: string;
  /** The accepted one that is the cause. */
  hypothesis: string | null;
}
