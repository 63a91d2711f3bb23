/** Who needs whom, by name. */
export interface Edge {
  from: string;
  to: string;
  learned: boolean;
}

/**
 * A row for each service: what nobody needs stands highest, each just below the lowest of those
 * that need it. Rings (which declared dependencies may have) are cut where they are met again.
 */
export function layersOf(names: readonly string[], edges: readonly Edge[]): string[][] {
  const known = new Set(names);
  const neededBy = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (known.has(from) && known.has(to)) neededBy.set(to, [...neededBy.get(to) ?? [], from]);
  }
  const depths = new Map<string, number>();
  const depthOf = (name: string, path: ReadonlySet<string>): number => {
    const done = depths.get(name);
    if (done !== undefined) return done;
    const above = (neededBy.get(name) ?? []).filter((each) => each !== name && !path.has(each));
    const on = new Set(path).add(name);
    const depth = Math.max(-1, ...above.map((each) => depthOf(each, on))) + 1;
    depths.set(name, depth);
    return depth;
  };
  const rows: string[][] = [];
  for (const name of [...names].sort()) {
    const depth = depthOf(name, new Set());
    (rows[depth] ??= []).push(name);
  }
  return Array.from(rows, (row) => row ?? []).filter((row) => row.length > 0);
}
