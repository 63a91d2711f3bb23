import assert from "node:assert/strict";
import { test } from "node:test";
import { factText, sortedFacts } from "../../server/web/src/host/facts";
import type { LearnedLimit } from "../../server/web/src/api/judgement_types";
import { byMoved, labelsText } from "../../server/web/src/host/limits";
import { chartsFor, overviewFor } from "../../server/web/src/host/overview";

const series = (signal: string, labels: Record<string, string> = {}) => ({ signal, labels });

test("facts: many of one group are folded, few stand alone", () => {
  const { single, groups } = sortedFacts({ os: "Debian", "user.a": "1", "user.b": "2",
    "user.c": "3",
    "mount./": "ext4" });
  assert.deepEqual(single, [["mount./", "ext4"], ["os", "Debian"]]);
  assert.deepEqual(groups, [{ name: "user", facts: [["a", "1"], ["b", "2"], ["c", "3"]] }]);
});

test("facts: bytes have their unit, what is no number stays as it is", () => {
  assert.equal(factText("memory_bytes", "1073741824", "en"), "1 GiB");
  assert.equal(factText("block.vda", "274877906944 bytes", "en"), "256 GiB");
  assert.equal(factText("memory_bytes", "much", "en"), "much");
  assert.equal(factText("cpu_count", "4", "en"), "4");
});

test("overview: what somebody asked for stands first, what is not there is left out", () => {
  const all = [series("memory.ram.available_bytes"), series("cpu.time.busy_ratio"),
    series("tasks.total_count")];
  assert.deepEqual(overviewFor(all, ["tasks.total_count", "gone.signal"]).map(({ key }) => key),
    ["tasks.total_count", "cpu.time.busy_ratio", "memory.ram.available_bytes"]);
});

test("overview: loops and the like only where nothing real is, four in a chart", () => {
  const network = "network.receive.bytes_per_second";
  const of = (names: string[]) => chartsFor([network],
    names.map((name) => series(network, { interface: name })))[0]?.series
    .map(({ labels }) => labels.interface);
  assert.deepEqual(of(["lo", "eth0", "docker0"]), ["eth0"]);
  assert.deepEqual(of(["lo"]), ["lo"]);
  assert.equal(of(["a", "b", "c", "d", "e"])?.length, 4);
});

test("limits: those that the host moved come first, the rest in their order", () => {
  const limit = (kind: string, now: number) =>
    ({ kind, limit: now, pack_limit: 10 }) as LearnedLimit;
  assert.deepEqual(byMoved([limit("a", 10), limit("b", 12), limit("c", 10), limit("d", 8)])
    .map(({ kind }) => kind), ["b", "d", "a", "c"]);
  assert.equal(labelsText({ disk: "sda", mode: "read" }), "disk sda, mode read");
});
