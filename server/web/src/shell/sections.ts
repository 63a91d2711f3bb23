import { hashOf, everything, wholeFleet, type Route } from "../state/address";
import { lastFilter, lastFleet } from "../state/route";
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

/** The places of the page, in the order of the menu. Read while rendering. */
export function sections(): Section[] {
  const say = words().sections;
  return [
    { name: say.now, icon: "now", key: "i", pages: ["now", "incident"],
      address: hashOf({ page: "now", filter: lastFilter.value ?? everything }) },
    { name: say.hosts, icon: "fleet", key: "h", pages: ["fleet", "host"],
      address: hashOf({ page: "fleet", view: lastFleet.value ?? wholeFleet }) },
    { name: say.forecasts, icon: "forecasts", key: "f", pages: ["forecasts"],
      address: "#/forecasts" },
    { name: say.services, icon: "services", key: "s", pages: ["services", "service"],
      address: "#/services" },
    { name: say.silences, icon: "silences", key: "m", pages: ["silences"], address: "#/silences" },
    { name: say.reviews, icon: "reviews", key: "r", pages: ["reviews", "review"],
      address: "#/reviews" },
  ];
}
