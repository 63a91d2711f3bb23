// The JSON of /api/v1/forecasts. Times are RFC 3339 in UTC.

export interface OpenForecast {
  symptom_id: string;
  kind: string;
  host: string;
  component: string;
  disruption: string;
  raised_at: string;
  earliest_at: string;
  expected_at: string;
  latest_at: string;
  confidence: number;
  first_earliest_at: string;
  first_latest_at: string;
}

/** How forecasts of a kind ended; `host` is null for all hosts together. */
export interface Accuracy {
  kind: string;
  host: string | null;
  hit: number;
  early: number;
  late: number;
  never: number;
  prevented: number;
  withdrawn: number;
  unannounced: number;
  precision: number | null;
  median_lead_seconds: number | null;
  false_alarms_per_host_week: number;
}

export interface Forecasts {
  window_seconds: number;
  open: OpenForecast[];
  accuracy: Accuracy[];
}
