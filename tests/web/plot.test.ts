import assert from "node:assert/strict";
import { test } from "node:test";
import type { SamplePoint } from "../../server/web/src/api/host_types";
import type { Evidence, Forecast, IncidentDetail, Symptom }
  from "../../server/web/src/api/types";
import { columnsOf, heightOf } from "../../server/web/src/plot/columns";
import { spanOf } from "../../server/web/src/plot/span";
import { leadingSymptom, subjectsToPlot } from "../../server/web/src/plot/subject";

const now = Date.parse("2026-05-03T12:00:00Z");
const minute = 60_000;
const at = (minutes: number) => new Date(now + minutes * minute).toISOString();

const forecast = (expected: number, changes: Partial<Forecast> = {}): Forecast => ({
  disruption: "", made_at: at(0), earliest_at: at(expected * 0.8), expected_at: at(expected),
  latest_at: at(expected * 1.5), confidence: 1, level: 10, limit: 100, slope_per_second: 1,
  ...changes,
});
const evidence = (signal: string, changes: Partial<Evidence> = {}): Evidence =>
  ({ signal, labels: {}, value: 1, limit: null, window_seconds: 60, note: "", ...changes });
const symptom = (id: string, changes: Partial<Symptom> = {}): Symptom => ({
  id, host: "web-1", sentence: id, first_sign_at: at(-10), onset_at: at(-5), forecast: null,
  evidence: [], ...changes,
} as Symptom);

test("span: begins before the first sign and ends beyond the latest", () => {
  const { from, to, until } = spanOf(
    { first_sign_at: at(-10), forecast: forecast(8), ended_at: null }, now);
  assert.ok(from < now - 10 * minute);
  assert.equal(until, now);
  assert.ok(to > now + 12 * minute && to < now + 14 * minute);
});

test("span: a far forecast brings more of the past with it", () => {
  const { from, to } = spanOf(
    { first_sign_at: at(-5), forecast: forecast(180), ended_at: null }, now);
  assert.ok((now - from) / (to - from) > 0.37);
});

test("span: a very late bound does not squeeze the rest", () => {
  const { to } = spanOf({ first_sign_at: at(-60),
    forecast: forecast(30, { latest_at: at(100_000) }), ended_at: null }, now);
  assert.ok(to < now + 70 * minute);
});

test("span: never more than two days of the past", () => {
  const { from } = spanOf({ first_sign_at: at(-60 * 24 * 9), forecast: null, ended_at: null }, now);
  assert.equal(from, now - 48 * 60 * minute);
});

test("span: what is over ends where it ended", () => {
  const { until, to } = spanOf(
    { first_sign_at: at(-60), forecast: forecast(-20), ended_at: at(-30) }, now);
  assert.equal(until, now - 30 * minute);
  assert.ok(to < now - 25 * minute);
});

test("columns: no line is drawn over a time without samples", () => {
  const points: SamplePoint[] = [0, 1, 2, 3, 20, 21].map((t) => [t, t - 1, t, t + 1]);
  assert.deepEqual(columnsOf(points), [
    [0, 1, 2, 3, 11.5, 20, 21], [0, 1, 2, 3, null, 20, 21],
    [-1, 0, 1, 2, null, 19, 20], [1, 2, 3, 4, null, 21, 22],
  ]);
});

test("columns: none and one are fine", () => {
  assert.deepEqual(columnsOf([]), [[], [], [], []]);
  assert.deepEqual(columnsOf([[5, 1, 2, 3]]), [[5], [2], [1], [3]]);
});

test("height: holds the limit with room above, and zero unless that flattens all", () => {
  const points: SamplePoint[] = [[0, 580, 600, 610], [1, 790, 800, 812]];
  const [floor, top] = heightOf(points, [1024]);
  assert.equal(floor, 0);
  assert.ok(top > 1024 * 1.1);
  assert.ok(heightOf([[0, 9_000, 9_010, 9_020]], [10_000])[0] > 8_000);
  assert.deepEqual(heightOf([], []), [0, 1]);
  assert.deepEqual(heightOf([[0, null, null, null]], []), [0, 1]);
});

test("subjects: the leading symptom is the one whose forecast the incident shows", () => {
  const soon = symptom("soon", { forecast: forecast(5) });
  const later = symptom("later", { forecast: forecast(50) });
  const incident = { symptoms: [later, soon], forecast: forecast(5), sentence: "later" };
  assert.equal(leadingSymptom(incident as IncidentDetail), soon);
  assert.equal(leadingSymptom({ ...incident, forecast: null } as IncidentDetail), later);
});

test("subjects: the forecast is drawn on the series with its limit; each series once", () => {
  const leading = symptom("leading", { forecast: forecast(5), evidence: [
    evidence("memory.ram.used_bytes"), evidence("process.files.open_count", { limit: 100 })] });
  const other = symptom("other", { first_sign_at: at(-20), evidence: [
    evidence("memory.ram.used_bytes"), evidence("cpu.time.busy_ratio", { limit: 0.9 }),
    evidence("disk.time.busy_ratio")] });
  const subjects = subjectsToPlot({ symptoms: [other, leading], forecast: forecast(5),
    sentence: "", timeline: [{ kind: "phase_changed", to: "occurring", at: at(-1) }],
  } as unknown as IncidentDetail);
  assert.ok(subjects.every((each) => each.disrupted_at === at(-1)));
  assert.deepEqual(subjects.map((each) => [each.evidence.signal, each.limit, !!each.forecast]), [
    ["process.files.open_count", 100, true],
    ["memory.ram.used_bytes", null, false],
    ["cpu.time.busy_ratio", 0.9, false],
    ["disk.time.busy_ratio", null, false],
  ]);
});

test("subjects: at most eight, and nothing of what other systems only said", () => {
  const many = Array.from({ length: 12 }, (_, n) =>
    symptom(`s${n}`, { evidence: [evidence("ALERTS"), evidence(`cpu.core.busy${n}_ratio`)] }));
  const subjects = subjectsToPlot({ symptoms: many, forecast: null, sentence: "", timeline: [],
  } as unknown as IncidentDetail);
  assert.equal(subjects.length, 8);
  assert.ok(subjects.every(({ evidence: { signal } }) => signal !== "ALERTS"));
});
