import type { Host } from "../api/host_types";
import type { Risk } from "./risk";
import { byRisk } from "./risk";

export interface Tile {
  host: Host;
  risk: Risk;
}

export interface Group {
  name: string;
  tiles: Tile[];
}

/** A line of the map: the name of a group, or as many hosts as fit beside each other. */
export type Line =
  | { kind: "head"; key: string; name: string; count: number }
  | { kind: "tiles"; key: string; tiles: Tile[] };

/** Facts by which it makes sense to group: not too many values, and not one for each host. */
export function groupable(hosts: readonly Host[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const { facts } of hosts) {
    for (const [name, value] of Object.entries(facts)) {
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  return [...values].filter(([, each]) => each.size <= Math.max(8, hosts.length / 3))
    .map(([name]) => name).sort();
}

/** Groups by the value of a fact, the one with the gravest host first; one group without a fact. */
export function groupsOf(tiles: readonly Tile[], fact: string): Group[] {
  const sorted = [...tiles].sort((one, other) =>
    byRisk(one.risk, other.risk) || one.host.name.localeCompare(other.host.name));
  const groups = new Map<string, Tile[]>();
  for (const tile of sorted) {
    const name = fact ? tile.host.facts[fact] ?? "" : "";
    const list = groups.get(name);
    if (list) list.push(tile);
    else groups.set(name, [tile]);
  }
  return [...groups].map(([name, list]) => ({ name, tiles: list }));
}

export function linesOf(groups: readonly Group[], columns: number): Line[] {
  return groups.flatMap(({ name, tiles }) => {
    const lines: Line[] = groups.length > 1 || name
      ? [{ kind: "head", key: `head ${name}`, name, count: tiles.length }] : [];
    for (let first = 0; first < tiles.length; first += columns) {
      lines.push({ kind: "tiles", key: `${name} ${first}`,
        tiles: tiles.slice(first, first + columns) });
    }
    return lines;
  });
}
