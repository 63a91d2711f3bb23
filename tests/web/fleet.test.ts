import assert from "node:assert/strict";
import { test } from "node:test";
import type { Host } from "../../server/web/src/api/host_types";
import type { Incident } from "../../server/web/src/api/types";
import { groupable, groupsOf, linesOf } from "../../server/web/src/fleet/groups";
import { hostRisk, risksOf } from "../../server/web/src/fleet/risk";

const now = Date.parse("2026-05-03T12:00:00Z");
const minute = 60_000;

const coming = (host: string, in_ms: number) => ({
  open: true, phase: "impending", recovering_since: null, hosts: [host],
  forecast: { expected_at: new Date(now + in_ms).toISOString() },
} as Incident);
const here = (host: string, changes = {}) => ({
  open: true, phase: "occurring", recovering_since: null, hosts: [host], forecast: null, ...changes,
} as Incident);
const host = (name: string, changes: Partial<Host> = {}) =>
  ({ id: name, name, presence: "present", facts: {}, ...changes } as Host);

test("risk: the gravest of a host counts, then the nearest", () => {
  const risks = risksOf([coming("a", 300 * minute), coming("a", 20 * minute),
    coming("b", 5 * minute),
    here("b")], now);
  assert.equal(risks.get("a")?.name, "hour");
  assert.equal(risks.get("a")?.at, now + 20 * minute);
  assert.equal(risks.get("b")?.name, "now");
});

test("risk: what recovers or is over threatens nobody", () => {
  const risks = risksOf([here("a", { recovering_since: "2026-05-03T11:59:00Z" }),
    here("b", { open: false })], now);
  assert.equal(risks.size, 0);
});

test("risk: a silent host is silent unless something graver is known of it", () => {
  const risks = risksOf([here("b")], now);
  assert.equal(hostRisk(host("a", { presence: "lost" }), risks).name, "silent");
  assert.equal(hostRisk(host("b", { presence: "lost" }), risks).name, "now");
  assert.equal(hostRisk(host("c"), risks).name, "clear");
});

test("groups: by a fact, the group with the gravest host first", () => {
  const risks = risksOf([coming("b", minute)], now);
  const tiles = [host("a", { facts: { role: "db" } }), host("b", { facts: { role: "web" } }),
    host("c", { facts: { role: "db" } })].map((each) => ({ host: each,
    risk: hostRisk(each, risks) }));
  assert.deepEqual(groupsOf(tiles, "role").map(({ name, tiles: own }) =>
    [name, own.map((tile) => tile.host.name)]), [["web", ["b"]], ["db", ["a", "c"]]]);
  assert.equal(groupsOf(tiles, "").length, 1);
});

test("groups: a fact that differs on every host is no group", () => {
  const hosts = Array.from({ length: 30 }, (_, n) =>
    host(`h${n}`, { facts: { address: `10.0.0.${n}`, os: "debian" } }));
  assert.deepEqual(groupable(hosts), ["os"]);
});

test("lines: a head for each group, then as many hosts as fit beside each other", () => {
  const risk = hostRisk(host("x"), new Map());
  const tiles = ["a", "b", "c"].map((name) => ({ host: host(name), risk }));
  assert.deepEqual(linesOf([{ name: "web", tiles }], 2).map((line) =>
    (line.kind === "head" ? line.name : line.tiles.length)), ["web", 2, 1]);
  assert.equal(linesOf([{ name: "", tiles }], 8).length, 1);
});
