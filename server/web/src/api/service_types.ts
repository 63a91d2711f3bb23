// The JSON of /api/v1/services. Times are RFC 3339 in UTC.
import type { Reason } from "./types";

export type ServiceState = "healthy" | "impending" | "down" | "unknown";
export type ServiceHostState = "up" | "at_risk" | "down";

export interface Service {
  name: string;
  title: string;
  team: string;
  /** To the business: 1 to 5. */
  weight: number;
  users: number;
  state: ServiceState;
  state_reasons: Reason[];
  hosts_total: number;
  hosts_up: number;
  hosts_needed: number;
  hosts_at_risk: number;
  /** Numbers of incidents. */
  open_incidents: number[];
}

export interface Dependency {
  service: string;
  source: "declared" | "learned";
  learned_by: string | null;
  detail: string;
  since: string | null;
  last_seen: string | null;
}

export interface ServiceDetail extends Service {
  in_hours: boolean;
  hours_change_at: string | null;
  hosts: { name: string; state: ServiceHostState }[];
  depends_on: Dependency[];
  needed_by: Dependency[];
  cycles: string[];
}
