import assert from "node:assert/strict";
import { test } from "node:test";
import { windowOf } from "../../server/web/src/parts/virtual";

const tens = () => 10;

test("virtual: only what stands between top and bottom is drawn", () => {
  assert.deepEqual(windowOf(tens, 1_000, 95, 130),
    { first: 9, end: 13, before_px: 90, after_px: 9_870 });
});

test("virtual: the drawn and the left out are as high as all", () => {
  const heights = (place: number) => 10 + place % 7;
  const whole = Array.from({ length: 500 }, (_, place) => heights(place))
    .reduce((sum, each) => sum + each, 0);
  const { first, end, before_px, after_px } = windowOf(heights, 500, 1_000, 1_500);
  let drawn = 0;
  for (let place = first; place < end; place += 1) drawn += heights(place);
  assert.equal(before_px + drawn + after_px, whole);
  assert.ok(drawn >= 500 && drawn < 550);
});

test("virtual: above the list the first are drawn, far below it none is left", () => {
  assert.equal(windowOf(tens, 100, -600, 50).first, 0);
  assert.deepEqual(windowOf(tens, 3, 600, 900), { first: 3, end: 3, before_px: 30, after_px: 0 });
});
