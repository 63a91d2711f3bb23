import assert from "node:assert/strict";
import { test } from "node:test";
import type { Incident } from "../../server/web/src/api/types";
import { matching, nobody } from "../../server/web/src/now/matching";
import { everything } from "../../server/web/src/state/address";

const incident = (id: string, changes: Partial<Incident> = {}) => ({
  id, reference: id, title: "", sentence: "", owner: "", hosts: [], components: [],
  category: "disk",
  priority: "P3", phase: "impending", ...changes,
} as unknown as Incident);

const all = [
  incident("1", { owner: "Ann", hosts: ["web-1"], title: "/var will be full" }),
  incident("2", { priority: "P1", phase: "occurring", hosts: ["db-1"], category: "memory" }),
];
const ids = (filter: Partial<typeof everything>) =>
  matching(all, { ...everything, ...filter }).map(({ id }) => id);

test("filter: nothing asked lets everything through, in its order", () => {
  assert.deepEqual(ids({}), ["1", "2"]);
});

test("filter: each part narrows", () => {
  assert.deepEqual(ids({ priorities: ["P1"] }), ["2"]);
  assert.deepEqual(ids({ phase: "impending" }), ["1"]);
  assert.deepEqual(ids({ category: "memory" }), ["2"]);
  assert.deepEqual(ids({ host: "web-1" }), ["1"]);
  assert.deepEqual(ids({ owner: nobody }), ["2"]);
  assert.deepEqual(ids({ owner: "Ann" }), ["1"]);
});

test("filter: every word is looked for, wherever it stands", () => {
  assert.deepEqual(ids({ text: "FULL web" }), ["1"]);
  assert.deepEqual(ids({ text: "full db" }), []);
});
