// The JSON of /api/v1/me, people, teams, tokens and audit. Times are RFC 3339 in UTC.

export type Role = "viewer" | "responder" | "admin";

export interface Contact {
  channel: string;
  address: string;
}

export interface Person {
  name: string;
  title: string;
  role: Role;
  language: string;
  zone: string;
  disabled: boolean;
  /** Only for oneself and for admins. */
  contacts?: Contact[];
}

/** Who asks; `person` is null behind the shared token and on the server's own host. */
export interface Identity {
  name: string;
  role: Role | null;
  proof: "session" | "api_token" | "operator_token" | "loopback";
  person: Person | null;
}

export interface Invited {
  person: Person;
  invitation: { token: string; path: string; expires_at: string };
}

export interface Team {
  name: string;
  title: string;
  tier: "L1" | "L2" | "L3";
  members: string[];
}

export interface ApiToken {
  id: string;
  person: string;
  label: string;
  role: Role;
  made_at: string;
  expires_at: string | null;
  used_at: string | null;
  revoked_at: string | null;
  /** Only in the answer that made it. */
  secret?: string;
}

export interface AuditEntry {
  sequence: number;
  at: string;
  actor: string;
  proof: string;
  address: string;
  action: string;
  object: string;
  outcome: string;
  detail: string;
}
