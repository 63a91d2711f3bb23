// The JSON of /api/v1/channels and /api/v1/subscriptions. Times are RFC 3339 in UTC.

export interface Channel {
  name: string;
  kind: string;
  recipients: string[];
  /** The channel that steps in for it; empty: none. */
  fallback: string;
}

export interface Delivered {
  delivered: boolean;
  /** What the receiver said: "answered 250". */
  detail: string;
}

export interface Subscription {
  id: string;
  service: string;
  person: string;
  channel: string;
  address: string;
  audience: string;
  language: string;
  priority: string;
  created_by: string;
  created_at: string;
}
