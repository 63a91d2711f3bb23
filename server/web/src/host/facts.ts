import { quantity } from "../format/number";
import { fullTime } from "../format/time";

export type Fact = [name: string, value: string];

export interface FactGroup {
  name: string;
  /** Named without the group. */
  facts: Fact[];
}

/** So many of one group are told each by itself; more are folded away. */
const folded_from = 3;

/** The facts of a host: those that stand alone, then groups such as `user.…` of more than a few. */
export function sortedFacts(facts: Record<string, string>):
{ single: Fact[]; groups: FactGroup[] } {
  const byGroup = new Map<string, Fact[]>();
  const single: Fact[] = [];
  for (const [name, value] of Object.entries(facts).sort()) {
    const dot = name.indexOf(".");
    if (dot < 0) { single.push([name, value]); continue; }
    const group = name.slice(0, dot);
    byGroup.set(group, [...byGroup.get(group) ?? [], [name, value]]);
  }
  const groups: FactGroup[] = [];
  for (const [name, own] of byGroup) {
    if (own.length < folded_from) single.push(...own);
    else {
      groups.push(
        { name, facts: own.map(([key, value]) => [key.slice(name.length + 1), value]) });
    }
  }
  return { single: single.sort(), groups };
}

const plainBytes = /^(\d+) bytes$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** As people read it: bytes with their unit, moments in the reader's zone. */
export function factText(name: string, value: string, locale: string): string {
  if (instant.test(value)) return fullTime(Date.parse(value), locale);
  const digits = plainBytes.exec(value)?.[1] ?? (name.endsWith("_bytes") ? value : "");
  return digits === "" || !Number.isFinite(Number(digits)) ? value
    : quantity(Number(digits), "bytes", locale);
}
