import assert from "node:assert/strict";
import { test } from "node:test";
import { authorityState } from "../../server/web/src/breach/authority_state";

const hour = 3_600_000;
const due = Date.parse("2026-01-04T12:00:00Z");
const breach = (settled = false) => (
  { authority_settled: settled, authority_due_at: new Date(due).toISOString() });

test("authority: time is short from the last day on, late when it is over", () => {
  assert.deepEqual(authorityState(breach(), due - 72 * hour),
    { kind: "due", left_ms: 72 * hour, short: false });
  assert.deepEqual(authorityState(breach(), due - 24 * hour + 1),
    { kind: "due", left_ms: 24 * hour - 1, short: true });
  assert.deepEqual(authorityState(breach(), due + hour), { kind: "late", late_ms: hour });
});

test("authority: once it is settled no clock runs, however late it was", () => {
  assert.deepEqual(authorityState(breach(true), due + hour), { kind: "settled" });
});
