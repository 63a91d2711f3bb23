import { signal } from "@preact/signals";
import { everything, hashOf, parseRoute, type Filter, type Route } from "./address";

export const route = signal<Route>(parseRoute(location.hash));

/** The list as it was last seen: where Escape and the way back lead. */
export const lastFilter = signal<Filter>(everything);

/** The incident that was open before the list; empty when there was none. */
export const lastOpened = signal("");

export function goTo(next: Route): void {
  location.hash = hashOf(next);
}

export function followAddress(): void {
  const read = () => {
    route.value = parseRoute(location.hash);
    if (route.value.page === "now") lastFilter.value = route.value.filter;
    if (route.value.page === "incident") lastOpened.value = route.value.id;
  };
  addEventListener("hashchange", read);
  read();
}
