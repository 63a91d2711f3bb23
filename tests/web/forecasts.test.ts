import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, ticksFor } from "../../server/web/src/forecasts/time_line";

const minute = 60_000;
const day = 1_440 * minute;

test("time line: now is the beginning, the horizon the end, the past is now", () => {
  assert.equal(placeOf(0, day), 0);
  assert.equal(placeOf(day, day), 1);
  assert.equal(placeOf(-minute, day), 0);
  assert.equal(placeOf(2 * day, day), 1);
});

test("time line: what is near has more room than what is far", () => {
  assert.ok(placeOf(60 * minute, day) > 0.2);
  assert.ok(placeOf(360 * minute, day) - placeOf(60 * minute, day) < 0.31);
});

test("time line: ticks are round, in order, and never crowd", () => {
  for (const horizon of [10 * minute, 3 * day, 90 * day]) {
    const places = ticksFor(horizon).map((tick) => placeOf(tick, horizon));
    assert.ok(places.length >= 2, `${horizon}`);
    places.forEach((place, at) => assert.ok(place - (places[at - 1] ?? 0) >= 0.09));
  }
});
