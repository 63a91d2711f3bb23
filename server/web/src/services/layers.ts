/** Who needs whom, by name. */
export interface Edge {
  from: string;
  to: string;
  learned: boolean;
}

/**
 * A row for each service: what needs nothing stands lowest, each above all that it needs. Rings
 * (which declared dependencies may have) are cut where they are met again.
 */
export function layersOf(names: readonly string[], edges: readonly Edge[]): string[][] {
  const known = new Set(names);
  const needs = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (known.has(from) && known.has(to)) needs.set(from, [...needs.get(from) ?? [], to]);
  }
  const heights = new Map<string, number>();
  const heightOf = (name: string, path: ReadonlySet<string>): number => {
    const done = heights.get(name);
    if (done !== undefined) return done;
    const below = (needs.get(name) ?? []).filter((each) => each !== name && !path.has(each));
    const on = new Set(path).add(name);
    const height = Math.max(-1, ...below.map((each) => heightOf(each, on))) + 1;
    heights.set(name, height);
    return height;
  };
  const rows: string[][] = [];
  for (const name of [...names].sort()) {
    const height = heightOf(name, new Set());
    (rows[height] ??= []).push(name);
  }
  return [...rows].map((row) => row ?? []).reverse();
}
