import assert from "node:assert/strict";
import { test } from "node:test";
import { percent, quantity, unitOfSignal } from "../../server/web/src/format/number";
import { age, clockTime, duration, interval, roughly } from "../../server/web/src/format/time";
import { en } from "../../server/web/src/words/en";
import { th } from "../../server/web/src/words/th";

const english = { words: en, locale: "en" };
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

test("duration: two units at most, rounded down", () => {
  const cases: [number, string][] = [
    [-5, "0 s"], [999, "0 s"], [12 * second, "12 s"], [minute, "1 min"],
    [8 * minute + 12 * second, "8 min 12 s"], [hour - 1, "59 min 59 s"],
    [3 * hour + 5 * minute + 59 * second, "3 h 5 min"], [52 * hour, "2 d 4 h"],
  ];
  for (const [ms, text] of cases) assert.equal(duration(ms, english), text);
});

test("duration: in Thai units", () => {
  assert.equal(duration(8 * minute + 12 * second, { words: th, locale: "th" }), "8 นาที 12 วิ");
});

test("roughly: one unit", () => {
  assert.equal(roughly(59 * second, english), "59 s");
  assert.equal(roughly(61 * second, english), "1 min");
  assert.equal(roughly(119 * minute, english), "119 min");
  assert.equal(roughly(2 * hour, english), "2 h");
  assert.equal(roughly(47 * hour, english), "47 h");
  assert.equal(roughly(49 * hour, english), "2 d");
});

test("age: the first second is just now", () => {
  assert.equal(age(1_000, 1_900, english), "just now");
  assert.equal(age(5_000, 1_000, english), "just now");
  assert.equal(age(0, 12_400, english), "12 s ago");
});

test("interval: one unit where it fits both bounds, never narrower than the truth", () => {
  assert.equal(interval(6.4 * minute, 10.2 * minute, english), "between 6 and 11 min");
  assert.equal(interval(40 * second, 75 * second, english), "between 40 and 75 s");
  assert.equal(interval(40 * second, 5.5 * minute, english), "between 40 s and 6 min");
  assert.equal(interval(130 * minute, 4.2 * hour, english), "between 2 and 5 h");
});

test("interval: what has passed already is said so", () => {
  assert.equal(interval(-minute, 3 * minute, english), "3 min at the latest");
  assert.equal(interval(-5 * minute, -minute, english), "any moment now");
});

test("clock time: the day stands only before a time of another day", () => {
  const noon = new Date(2026, 4, 3, 12, 0, 5).getTime();
  assert.equal(clockTime(noon, noon + hour, "en-GB"), "12:00:05");
  assert.match(clockTime(noon, noon + 30 * hour, "en-GB"), /3 May/);
});

test("unit of a signal: the last word of its name", () => {
  assert.equal(unitOfSignal("filesystem.space.used_bytes"), "bytes");
  assert.equal(unitOfSignal("disk.read.bytes_per_second"), "bytes_per_second");
  assert.equal(unitOfSignal("disk.read.operations_per_second"), "per_second");
  assert.equal(unitOfSignal("process.uptime.seconds"), "seconds");
  assert.equal(unitOfSignal("cpu.time.busy_ratio"), "ratio");
  assert.equal(unitOfSignal("memory.pressure.some_avg10"), "percent");
  assert.equal(unitOfSignal("filesystem.state.read_only"), "");
});

test("quantity: a number with the unit people use", () => {
  assert.equal(quantity(0, "bytes", "en"), "0 B");
  assert.equal(quantity(1023, "bytes", "en"), "1,023 B");
  assert.equal(quantity(1024, "bytes", "en"), "1 KiB");
  assert.equal(quantity(42949672960, "bytes", "en"), "40 GiB");
  assert.equal(quantity(-1536, "bytes", "en"), "-1.5 KiB");
  assert.equal(quantity(3250586, "bytes_per_second", "en"), "3.1 MiB/s");
  assert.equal(quantity(0.815, "ratio", "en"), "81.5%");
  assert.equal(quantity(12, "percent", "en"), "12%");
  assert.equal(quantity(812, "count", "en", "process.files.open_count"), "812 files");
  assert.equal(quantity(0.5, "count", "en", "load.average.one_minute"), "0.5 load");
  assert.equal(quantity(0.0042, "seconds", "en"), "4.2 ms");
  assert.equal(quantity(1024, "count", "en"), "1,024");
  assert.equal(quantity(0.25, "", "en"), "0.3");
});

test("percent: whole", () => {
  assert.equal(percent(0.864, "en"), "86%");
});
