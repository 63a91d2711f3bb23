import type { Incident } from "../api/types";
import { words } from "../words/words";

const named_max = 2;

function few(names: readonly string[]): string {
  const named = names.slice(0, named_max).join(", ");
  return names.length > named_max
    ? `${named} ${words().more(names.length - named_max)}` : named;
}

/** "web-1 · filesystem /var": the hosts, then what on them. */
export function scopeText(incident: Incident): string {
  return words().list([few(incident.hosts), few(incident.components)].filter(Boolean));
}
