import { learnServerTime } from "../state/clock";
import type { Forecasts } from "./forecast_types";
import type { Host, Samples, Series } from "./host_types";
import type { Incident, IncidentDetail } from "./types";

/** What went wrong, in the server's own words where it gave any (RFC 9457). */
export class ApiError extends Error {
  constructor(readonly status: number, readonly title: string, readonly detail: string) {
    super(detail || title);
  }
}

const api = "/api/v1";
const page_size = 500;
const pages_max = 20;
const patience_ms = 20_000;

let bearer = "";

/** The operator's token, where the server asks for one. Empty: none. */
export function useToken(token: string): void {
  bearer = token;
}

export function authorized(headers: Record<string, string>): Record<string, string> {
  return bearer ? { ...headers, Authorization: `Bearer ${bearer}` } : headers;
}

async function problemOf(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => null) as
    { title?: unknown; detail?: unknown } | null;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return new ApiError(response.status, text(body?.title) || response.statusText,
    text(body?.detail));
}

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = authorized({ Accept: "application/json",
    ...(init.headers as Record<string, string> | undefined) });
  const response = await fetch(api + path,
    { signal: AbortSignal.timeout(patience_ms), cache: "no-store", ...init, headers })
    .catch((error: unknown) => { throw new ApiError(0, "", String(error)); });
  learnServerTime(response.headers.get("date"));
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function get<T>(path: string): Promise<T> {
  return (await send(path)).json() as Promise<T>;
}

/** As text: Markdown or CSV that somebody wants to keep. */
export async function getText(path: string): Promise<string> {
  return (await send(path, { headers: { Accept: "*/*" } })).text();
}

/** The cursor of the next page, from `Link: <…cursor=…>; rel="next"`. */
export function nextCursor(link: string | null): string | null {
  const target = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? "")?.[1];
  return target ? new URLSearchParams(target.split("?")[1] ?? "").get("cursor") : null;
}

/** Up to `limit` incidents of these states, over as many pages as that takes. */
export async function listIncidents(states: string, limit: number): Promise<Incident[]> {
  const found: Incident[] = [];
  let cursor: string | null = "";
  for (let page = 0; page < pages_max && cursor !== null && found.length < limit; page += 1) {
    const query: URLSearchParams = new URLSearchParams(
      { state: states, limit: String(Math.min(page_size, limit - found.length)) });
    if (cursor) query.set("cursor", cursor);
    const response = await send(`/incidents?${query}`);
    found.push(...await response.json() as Incident[]);
    cursor = nextCursor(response.headers.get("link"));
  }
  return found;
}

export const getIncident = (id: string) =>
  get<IncidentDetail>(`/incidents/${encodeURIComponent(id)}`);

export const getForecasts = () => get<Forecasts>("/forecasts");

export const listHosts = () => get<Host[]>("/hosts");

export interface SampleQuery {
  host: string;
  signal: string;
  labels: Record<string, string>;
  from: number;
  to: number;
  points: number;
}

/** Times are milliseconds since the epoch. */
export function getSamples(query: SampleQuery): Promise<Samples> {
  const parameters = new URLSearchParams({
    signal: query.signal,
    labels: JSON.stringify(query.labels),
    from: new Date(query.from).toISOString(),
    to: new Date(query.to).toISOString(),
    points: String(query.points),
  });
  return get<Samples>(`/hosts/${encodeURIComponent(query.host)}/samples?${parameters}`);
}

export const listSeries = (host: string) =>
  get<Series[]>(`/hosts/${encodeURIComponent(host)}/series`);

// crypto.randomUUID exists only on secure origins; the page may be served over plain HTTP.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/** Changes something. An answer without a body is undefined. */
export async function change<T>(method: Method, path: string, body?: object): Promise<T> {
  const response = await send(path, {
    method,
    headers: { "Idempotency-Key": randomKey(),
      ...(body ? { "Content-Type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** `action` is the rest of the path: "acknowledge", "major/roles", "hypotheses/hyp-1". */
export function act(id: string, action: string, body: object): Promise<Incident> {
  return change<Incident>("POST", `/incidents/${encodeURIComponent(id)}/${action}`, body);
}
