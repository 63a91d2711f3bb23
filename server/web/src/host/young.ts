import { serverNow } from "../state/clock";
import { hostsByName } from "../state/hosts";

const young_ms = 5 * 60_000;

/** A host that has only come brings something new with every report, and somebody waits for it. */
export function isYoung(name: string): boolean {
  const host = hostsByName.value.get(name);
  return host === undefined || serverNow() - Date.parse(host.first_seen) < young_ms;
}
