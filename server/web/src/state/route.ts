import { signal } from "@preact/signals";
import {
  everything, hashOf, parseRoute, wholeFleet, type Filter, type FleetView, type Route,
} from "./address";

export const route = signal<Route>(parseRoute(location.hash));

/** The list as it was last seen: where Escape and the way back lead. */
export const lastFilter = signal<Filter>(everything);

/** The fleet as it was last seen. */
export const lastFleet = signal<FleetView>(wholeFleet);

/** The incident that was open before the list; empty when there was none. */
export const lastOpened = signal("");

/** How far the list was scrolled when it was left. */
export const lastScroll = signal(0);

export function goTo(next: Route): void {
  location.hash = hashOf(next);
}

export function followAddress(): void {
  const read = () => {
    const before = route.value;
    const next = parseRoute(location.hash);
    if (before.page === "now" && next.page !== "now") lastScroll.value = scrollY;
    route.value = next;
    if (next.page !== before.page && next.page !== "now") scrollTo(0, 0);
    if (route.value.page === "now") lastFilter.value = route.value.filter;
    if (route.value.page === "fleet") lastFleet.value = route.value.view;
    if (route.value.page === "incident") lastOpened.value = route.value.id;
  };
  addEventListener("hashchange", read);
  read();
}
