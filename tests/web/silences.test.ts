import assert from "node:assert/strict";
import { test } from "node:test";
import { matchersOf, matcherText } from "../../server/web/src/silences/matchers";
import { recurrenceOf } from "../../server/web/src/silences/recurrence";

test("matchers: one a line, empty lines say nothing", () => {
  assert.deepEqual(matchersOf(' host="a" \n\nkind=~"disk.*"\n'), ['host="a"', 'kind=~"disk.*"']);
});

test("matchers: an object is written as people write it", () => {
  assert.equal(matcherText({ name: "host", value: "a" }), 'host="a"');
  assert.equal(matcherText({ name: "host", value: "a.*", is_regex: true, is_equal: false }),
    'host!~"a.*"');
});

test("recurrence: a simple rule needs its first time, cron does not", () => {
  assert.equal(recurrenceOf({ rule: "weekly", first: "", text: "" }), null);
  assert.deepEqual(recurrenceOf({ rule: "weekly", first: "2026-05-03T02:00", text: "" }),
    { rrule: "FREQ=WEEKLY", first: "2026-05-03T02:00" });
  assert.deepEqual(recurrenceOf({ rule: "cron", first: "", text: "30 1 * * sun" }),
    { cron: "30 1 * * sun" });
  assert.equal(recurrenceOf({ rule: "rrule", first: "2026-05-03T02:00", text: " " }), null);
});
