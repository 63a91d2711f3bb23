import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClockState, ServiceClock } from "../../server/web/src/api/desk_types";
import type { Incident } from "../../server/web/src/api/types";
import { byClock, isAtRisk } from "../../server/web/src/desk/by_clock";
import { nearestClock } from "../../server/web/src/parts/nearest_clock";
import { matchingCommands } from "../../server/web/src/shell/matching_commands";

const clock = (state: ClockState, due_at: string | null = null): ServiceClock =>
  ({ state, due_at, promised_seconds: 60, breached_at: null, stopped_at: null,
    paused_because: "" });
const incident = (id: string, response: ServiceClock | null,
  resolution: ServiceClock | null = null) =>
  ({ id, clocks: { response, resolution } } as Incident);

const early = "2026-05-03T12:00:00Z";
const late = "2026-05-03T18:00:00Z";

test("clocks: what is late matters before what is at risk, that before what is in time", () => {
  assert.equal(nearestClock(incident("a", clock("running", early), clock("breached")))?.kind,
    "resolution");
  assert.equal(nearestClock(incident("a", clock("running", late), clock("at_risk", late)))?.kind,
    "resolution");
  assert.equal(nearestClock(incident("a", clock("running", early), clock("running", late)))?.kind,
    "response");
});

test("clocks: what was kept or promised by nobody is no clock that matters", () => {
  assert.equal(nearestClock(incident("a", clock("met"), null)), null);
  assert.equal(nearestClock({ id: "a" } as Incident), null);
});

test("desk: late first, then by when it is due, then what nothing was promised of", () => {
  const list = [incident("none", null), incident("late", clock("breached")),
    incident("evening", clock("running", late)), incident("noon", clock("at_risk", early))];
  assert.deepEqual(list.sort(byClock).map(({ id }) => id), ["late", "noon", "evening", "none"]);
  assert.deepEqual(list.filter(isAtRisk).map(({ id }) => id), ["late", "noon"]);
});

const command = (text: string, kind: string) => ({ id: text, text, kind, run: () => undefined });

test("palette: every word is looked for, in any order; what begins with it comes first", () => {
  const all = [command("the web shop", "service"), command("web-1", "host"),
    command("Now", "page")];
  assert.deepEqual(matchingCommands(all, "web").map(({ text }) => text), ["web-1", "the web shop"]);
  assert.deepEqual(matchingCommands(all, "service SHOP").map(({ text }) => text), ["the web shop"]);
  assert.equal(matchingCommands(all, "nothing").length, 0);
});

test("palette: no more than can be looked over", () => {
  const many = Array.from({ length: 500 }, (_, n) => command(`host-${n}`, "host"));
  assert.equal(matchingCommands(many, "host").length, 12);
});
