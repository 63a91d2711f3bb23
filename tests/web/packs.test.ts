import assert from "node:assert/strict";
import { test } from "node:test";
import type { PackKind } from "../../server/web/src/api/judgement_types";
import { kindsLike } from "../../server/web/src/settings/kinds";

const kind = (name: string, disruption = "", guide = "") => ({ kind: name, category: "storage",
  subcategory: "", disruption, impending: "", occurring: "", guide }) as PackKind;

test("kinds: every word is looked for, wherever it stands; the name counts first", () => {
  const all = [kind("a.b", "the disk is full"), kind("disk.full"), kind("c", "full", "Disk slow")];
  assert.deepEqual(kindsLike(all, "disk FULL").map(({ kind: name }) => name),
    ["disk.full", "a.b", "c"]);
  assert.deepEqual(kindsLike(all, "network"), []);
});

test("kinds: without words all are there, in their order", () => {
  const all = [kind("b"), kind("a")];
  assert.deepEqual(kindsLike(all, "  "), all);
});
