import assert from "node:assert/strict";
import { test } from "node:test";
import { layersOf } from "../../server/web/src/services/layers";

const edge = (from: string, to: string) => ({ from, to, learned: false });

test("layers: who needs stands above what it needs", () => {
  assert.deepEqual(layersOf(["shop", "db", "cache", "disk"],
      [edge("shop", "db"), edge("shop", "cache"), edge("db", "disk")]),
  [["shop"], ["cache", "db"], ["disk"]]);
});

test("layers: a ring ends, and everybody has one place", () => {
  const rows = layersOf(["a", "b", "c"], [edge("a", "b"), edge("b", "c"), edge("c", "a")]);
  assert.deepEqual(rows.flat().sort(), ["a", "b", "c"]);
});

test("layers: a service that needs itself or somebody unknown is no trouble", () => {
  assert.deepEqual(layersOf(["a"], [edge("a", "a"), edge("a", "gone")]), [["a"]]);
});
