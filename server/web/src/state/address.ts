import type { Phase, PriorityName } from "../api/types";

export type Shown = "open" | "ended" | "all";

/** Which incidents the list shows; a part of the address, so that it can be sent to someone. */
export interface Filter {
  shown: Shown;
  priorities: PriorityName[];
  host: string;
  phase: Phase | "";
  category: string;
  /** A name; "none" for those that nobody has; empty for all. */
  owner: string;
  /** Words that stand in the title, the sentence, a host or a component. */
  text: string;
}

/** How the fleet is cut: by which fact hosts are grouped, which of them are shown. */
export interface FleetView {
  group: string;
  risk: string;
  text: string;
}

/** What the charts of a host show: the last so many seconds, or from one time to another (ms). */
export interface ChartView {
  last: number;
  from: number;
  to: number;
}

/** Pages that have nothing but their name. */
export const plainPages = ["forecasts", "services", "silences", "reviews", "desk", "report",
  "statistics", "settings", "audit", "breaches"] as const;
export type PlainPage = (typeof plainPages)[number];

export type Route =
  | { page: "now"; filter: Filter }
  | { page: "incident"; id: string }
  | { page: "fleet"; view: FleetView }
  | { page: "host"; name: string; chart: ChartView }
  | { page: "service"; name: string }
  | { page: "review"; id: string }
  | { page: "breach"; id: string }
  | { page: PlainPage };

export const priorities: readonly PriorityName[] = ["P1", "P2", "P3", "P4", "P5"];
export const everything: Filter = { shown: "open", priorities: [], host: "", phase: "",
  category: "", owner: "", text: "" };
export const wholeFleet: FleetView = { group: "", risk: "", text: "" };
export const hour_seconds = 3_600;
export const lastHour: ChartView = { last: hour_seconds, from: 0, to: 0 };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function filterOf(asked: URLSearchParams): Filter {
  const shown = asked.get("state");
  const phase = asked.get("phase");
  return {
    shown: shown === "ended" || shown === "all" ? shown : "open",
    priorities: priorities.filter((each) => asked.get("priority")?.split(",").includes(each)),
    host: asked.get("host") ?? "",
    phase: phase === "impending" || phase === "occurring" ? phase : "",
    category: asked.get("category") ?? "",
    owner: asked.get("owner") ?? "",
    text: asked.get("text") ?? "",
  };
}

function chartOf(asked: URLSearchParams): ChartView {
  const from = Number(asked.get("from"));
  const to = Number(asked.get("to"));
  if (from > 0 && to > from) return { last: 0, from, to };
  const last = Number(asked.get("last"));
  return { ...lastHour, last: last > 0 ? last : hour_seconds };
}

const isPlain = (name: string): name is PlainPage =>
  (plainPages as readonly string[]).includes(name);

/** Anything that is not understood is the list. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [, first = "", second = ""] = path.split("/");
  const asked = new URLSearchParams(query);
  if (first === "hosts" && second) {
    return { page: "host", name: decoded(second), chart: chartOf(asked) };
  }
  if (first === "hosts") {
    const get = (name: string) => asked.get(name) ?? "";
    return { page: "fleet",
      view: { group: get("group"), risk: get("risk"), text: get("text") } };
  }
  if (first === "services" && second) return { page: "service", name: decoded(second) };
  if (first === "reviews" && second) return { page: "review", id: decoded(second) };
  if (first === "breaches" && second) return { page: "breach", id: decoded(second) };
  if (first === "incidents" && second) return { page: "incident", id: decoded(second) };
  if (isPlain(first)) return { page: first };
  return { page: "now", filter: filterOf(asked) };
}

function query(parameters: Record<string, string>): string {
  const parts = Object.entries(parameters).filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

function chartQuery({ last, from, to }: ChartView): string {
  if (from > 0) return query({ from: String(from), to: String(to) });
  return last === hour_seconds ? "" : query({ last: String(last) });
}

export function hashOf(route: Route): string {
  switch (route.page) {
    case "now": {
      const { shown, priorities: chosen, ...rest } = route.filter;
      return `#/${query({ state: shown === "open" ? "" : shown, priority: chosen.join(","),
        ...rest })}`;
    }
    case "fleet": return `#/hosts${query({ ...route.view })}`;
    case "host": return `#/hosts/${encodeURIComponent(route.name)}${chartQuery(route.chart)}`;
    case "incident": return `#/incidents/${encodeURIComponent(route.id)}`;
    case "service": return `#/services/${encodeURIComponent(route.name)}`;
    case "review": return `#/reviews/${encodeURIComponent(route.id)}`;
    case "breach": return `#/breaches/${encodeURIComponent(route.id)}`;
    default: return `#/${route.page}`;
  }
}

export const incidentAddress = (reference: string) => hashOf({ page: "incident", id: reference });
export const hostAddress = (name: string) => hashOf({ page: "host", name, chart: lastHour });
export const breachAddress = (reference: string) => hashOf({ page: "breach", id: reference });
export const serviceAddress = (name: string) => hashOf({ page: "service", name });
