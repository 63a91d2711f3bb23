import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Incident } from "../../server/web/src/api/types";
import {
  byUrgency, ended_max, endedIncidents, forgetIncident, incidents, learnIncidents, newcomers,
  openIncidents, replaceEnded, replaceOpen,
} from "../../server/web/src/state/incidents";
import { nextCursor } from "../../server/web/src/api/client";
import { outlookOf } from "../../server/web/src/format/outlook";

const start = Date.parse("2026-05-03T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();

function incident(id: string, changes: Partial<Incident> = {}): Incident {
  return {
    id, open: true, priority: "P3", phase: "impending", opened_at: at(0), updated_at: at(0),
    revision: 1, forecast: null, recovering_since: null, resolved_at: null, ...changes,
  } as Incident;
}

const forecast = (expected: number) => ({
  disruption: "", made_at: at(0), earliest_at: at(expected - 60), expected_at: at(expected),
  latest_at: at(expected + 60), confidence: 1, level: 0, limit: 1, slope_per_second: 1,
});
const ids = (list: readonly Incident[]) => list.map(({ id }) => id);

beforeEach(() => {
  incidents.value = new Map();
  newcomers.value = [];
});

test("order: priority, then coming before happening, then the nearest, then the newest", () => {
  const list = [
    incident("p3"),
    incident("p2 here", { priority: "P2", phase: "occurring" }),
    incident("p2 later", { priority: "P2", forecast: forecast(900) }),
    incident("p2 soon", { priority: "P2", forecast: forecast(300) }),
    incident("p1 here", { priority: "P1", phase: "occurring" }),
    incident("p3 newer", { opened_at: at(30) }),
  ];
  assert.deepEqual(ids(list.sort(byUrgency)),
    ["p1 here", "p2 soon", "p2 later", "p2 here", "p3 newer", "p3"]);
});

test("learn: an older revision never replaces a newer one", () => {
  learnIncidents([incident("a", { revision: 5, owner: "Ann" })]);
  learnIncidents([incident("a", { revision: 4, owner: "" })]);
  assert.equal(incidents.value.get("a")?.owner, "Ann");
  learnIncidents([incident("a", { revision: 5, owner: "Bo" })]);
  assert.equal(incidents.value.get("a")?.owner, "Bo");
});

test("learn: only what is new and open is announced, and only when asked", () => {
  learnIncidents([incident("a")]);
  assert.deepEqual(newcomers.value, []);
  learnIncidents([incident("a", { revision: 2 }), incident("b"), incident("c", { open: false })],
    true);
  assert.deepEqual(ids(newcomers.value), ["b"]);
});

test("learn: one that ends moves from the open to the ended", () => {
  learnIncidents([incident("a"), incident("b")]);
  learnIncidents([incident("a", { open: false, revision: 2, resolved_at: at(60) })]);
  assert.deepEqual(ids(openIncidents.value), ["b"]);
  assert.deepEqual(ids(endedIncidents.value), ["a"]);
});

test("replace: what the whole list lacks is open no longer, what has ended stays known", () => {
  learnIncidents([incident("gone"), incident("stays"), incident("over", { open: false })]);
  replaceOpen([incident("stays"), incident("new")], true);
  assert.deepEqual(ids(openIncidents.value).sort(), ["new", "stays"]);
  assert.deepEqual(ids(endedIncidents.value), ["over"]);
  assert.deepEqual(ids(newcomers.value), ["new"]);
});

test("forget: what became a breach is in no list, told or missing in what is fetched", () => {
  learnIncidents([incident("open"), incident("secret"), incident("over", { open: false }),
    incident("secret too", { open: false })]);
  forgetIncident("secret");
  forgetIncident("unknown");
  assert.deepEqual(ids(openIncidents.value), ["open"]);
  replaceEnded([incident("over", { open: false })]);
  assert.deepEqual(ids(openIncidents.value), ["open"]);
  assert.deepEqual(ids(endedIncidents.value), ["over"]);
});

test("learn: of the past the newest are kept, up to a bound; what is open always stays", () => {
  const ended = (number: number) => incident(`over ${number}`,
    { open: false, resolved_at: at(number) });
  learnIncidents([incident("open"), ...Array.from({ length: ended_max }, (_, n) => ended(n))]);
  assert.equal(endedIncidents.value.length, ended_max);
  learnIncidents([ended(ended_max)]);
  assert.equal(endedIncidents.value.length, ended_max);
  assert.equal(incidents.value.has("over 0"), false);
  assert.equal(incidents.value.has("over 1"), true);
  assert.equal(incidents.value.has("open"), true);
});

test("outlook: what matters most is said", () => {
  const coming = incident("a", { forecast: forecast(100) });
  assert.equal(outlookOf({ ...coming, open: false }, start).kind, "ended");
  assert.equal(outlookOf({ ...coming, recovering_since: at(0) }, start).kind, "recovering");
  assert.equal(outlookOf({ ...coming, phase: "occurring" }, start).kind, "happening");
  assert.equal(outlookOf(incident("b"), start).kind, "unknown");
  assert.deepEqual(outlookOf(coming, start),
    { kind: "coming", left_ms: 100_000, earliest: at(40), latest: at(160) });
  assert.deepEqual(outlookOf(coming, start + 101_000), { kind: "overdue", late_ms: 1_000 });
});

test("pages: the next cursor is read from the link", () => {
  assert.equal(nextCursor("</api/v1/incidents?limit=2&cursor=a%3Db>; rel=\"next\""), "a=b");
  assert.equal(nextCursor("</api/v1/incidents?cursor=x>; rel=\"prev\""), null);
  assert.equal(nextCursor(null), null);
});
