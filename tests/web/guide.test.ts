import assert from "node:assert/strict";
import { test } from "node:test";
import { guideBlocks } from "../../server/web/src/incident/guide_text";

const line = (...parts: [string, string][]) =>
  ({ kind: "line", parts: parts.map(([kind, text]) => ({ kind, text })) });

test("guide: a line is a paragraph with its lead and its code", () => {
  assert.deepEqual(guideBlocks("Check: `df -h /var` · `ls`, then wait.\n\nplain: text"), [
    line(["lead", "Check:"], ["text", " "], ["code", "df -h /var"], ["text", " · "],
      ["code", "ls"], ["text", ", then wait."]),
    line(["text", "plain: text"]),
  ]);
});

test("guide: indented lines are one command", () => {
  assert.deepEqual(guideBlocks("Fix:\n    one\n    two\nafter"), [
    line(["lead", "Fix:"]), { kind: "command", text: "one\ntwo" }, line(["text", "after"]),
  ]);
});

test("guide: a backtick without its mate stays what it is", () => {
  assert.deepEqual(guideBlocks("a `b` c `d"),
    [line(["text", "a "], ["code", "b"], ["text", " c "], ["text", "`d"])]);
  assert.deepEqual(guideBlocks("only ` one"), [line(["text", "only "], ["text", "` one"])]);
});

test("guide: nothing gives nothing", () => {
  assert.deepEqual(guideBlocks(" \n\n"), []);
});
