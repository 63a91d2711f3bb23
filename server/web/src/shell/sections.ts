import { can } from "../state/abilities";
import { breaches } from "../state/breaches";
import { hashOf, everything, wholeFleet, type Route } from "../state/address";
import { lastFilter, lastFleet, route } from "../state/route";
import { words } from "../words/words";
import type { IconName } from "../parts/icon";

export interface Section {
  name: string;
  icon: IconName;
  /** The key that leads there. */
  key: string;
  address: string;
  /** The pages that belong to it. */
  pages: readonly Route["page"][];
}

/** The places whose API the server has, in the order of the menu. Read while rendering. */
export function sections(): Section[] {
  const say = words().sections;
  const { page } = route.value;
  // Nobody else finds a trace of them, not even the place where they would stand.
  const ofBreaches = breaches.value.length > 0 || page === "breaches" || page === "breach"
    ? [{ name: say.breaches, icon: "breach" as const, key: "b",
      pages: ["breaches", "breach"] as const, address: "#/breaches" }] : [];
  const all: (Section & { needs?: string })[] = [
    { name: say.now, icon: "now", key: "i", pages: ["now", "incident"],
      address: hashOf({ page: "now", filter: lastFilter.value ?? everything }) },
    { name: say.desk, icon: "desk", key: "d", pages: ["desk"], address: "#/desk",
      needs: "/oncall/now" },
    { name: say.hosts, icon: "fleet", key: "h", pages: ["fleet", "host"],
      address: hashOf({ page: "fleet", view: lastFleet.value ?? wholeFleet }) },
    { name: say.forecasts, icon: "forecasts", key: "f", pages: ["forecasts"],
      address: "#/forecasts" },
    { name: say.services, icon: "services", key: "s", pages: ["services", "service"],
      address: "#/services" },
    { name: say.silences, icon: "silences", key: "m", pages: ["silences"], address: "#/silences" },
    { name: say.reviews, icon: "reviews", key: "r", pages: ["reviews", "review"],
      address: "#/reviews" },
    { name: say.statistics, icon: "reports", key: "t", pages: ["statistics"],
      address: "#/statistics", needs: "/statistics" },
    { name: say.report, icon: "report", key: "p", pages: ["report"], address: "#/report",
      needs: "/reports" },
    { name: say.settings, icon: "settings", key: "g", pages: ["settings"], address: "#/settings",
      needs: can("/channels") ? "/channels" : "/people" },
    { name: say.audit, icon: "audit", key: "u", pages: ["audit"], address: "#/audit",
      needs: "/audit" },
    ...ofBreaches,
  ];
  return all.filter(({ needs }) => needs === undefined || can(needs));
}
