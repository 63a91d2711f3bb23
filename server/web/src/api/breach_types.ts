// The JSON of /api/v1/breaches. Times are RFC 3339 in UTC.

export type BreachState = "open" | "contained" | "closed";

export interface BreachSummary {
  id: string;
  reference: string;
  number: number;
  revision: number;
  title: string;
  state: BreachState;
  /** A person, or "engine" for the rule. */
  raised_by: string;
  raised_at: string;
  aware_at: string;
  /** The reference of the incident that it was. */
  incident: string | null;
  authority_due_at: string;
  authority_settled: boolean;
  owner: string;
  checklist_done: number;
  checklist_all: number;
  closed_at: string | null;
}

export interface ChecklistItem {
  code: string;
  text: string;
  done_at: string | null;
  done_by: string;
  note: string;
}

export interface KeptEvidence {
  id: string;
  name: string;
  sha256: string;
  /** 0: not said. */
  bytes: number;
  location: string;
  added_by: string;
  added_at: string;
}

export interface AuthorityNotice {
  at: string;
  by: string;
  /** False: it was decided that there is no duty to tell. */
  told: boolean;
  words: string;
  /** False: more follows in phases. */
  whole: boolean;
}

export interface BreachRecord {
  facts: string;
  effects: string;
  measures: string;
  /** About; 0: not known. */
  people_affected: number;
}

export interface Breach extends BreachSummary {
  words: string;
  named: string[];
  signs: { kind: string; host: string; component: string; sentence: string; first_at: string;
    last_at: string }[];
  signs_beyond: number;
  checklist: ChecklistItem[];
  evidence: KeptEvidence[];
  notices: AuthorityNotice[];
  record: BreachRecord;
  timeline: { at: string; actor: string; kind: string; text: string }[];
}
