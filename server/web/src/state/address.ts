import type { PriorityName } from "../api/types";

export type Shown = "open" | "ended" | "all";

/** Which incidents the list shows; a part of the address, so that it can be sent to someone. */
export interface Filter {
  shown: Shown;
  priorities: PriorityName[];
  host: string;
}

export type Route =
  | { page: "now"; filter: Filter }
  | { page: "incident"; id: string }
  | { page: "hosts" }
  | { page: "forecasts" };

export const priorities: readonly PriorityName[] = ["P1", "P2", "P3", "P4", "P5"];
export const everything: Filter = { shown: "open", priorities: [], host: "" };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Anything that is not understood is the list. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [, first = "", second = ""] = path.split("/");
  if (first === "hosts") return { page: "hosts" };
  if (first === "forecasts") return { page: "forecasts" };
  if (first === "incidents" && second) return { page: "incident", id: decoded(second) };
  const asked = new URLSearchParams(query);
  const shown = asked.get("state");
  return {
    page: "now",
    filter: {
      shown: shown === "ended" || shown === "all" ? shown : "open",
      priorities: priorities.filter((each) => asked.get("priority")?.split(",").includes(each)),
      host: asked.get("host") ?? "",
    },
  };
}

export function hashOf(route: Route): string {
  if (route.page === "hosts") return "#/hosts";
  if (route.page === "forecasts") return "#/forecasts";
  if (route.page === "incident") return `#/incidents/${encodeURIComponent(route.id)}`;
  const { shown, priorities: chosen, host } = route.filter;
  const query = [
    shown === "open" ? "" : `state=${shown}`,
    chosen.length > 0 ? `priority=${chosen.join(",")}` : "",
    host ? `host=${encodeURIComponent(host)}` : "",
  ].filter(Boolean).join("&");
  return query ? `#/?${query}` : "#/";
}
