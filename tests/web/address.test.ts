import assert from "node:assert/strict";
import { test } from "node:test";
import {
  everything, hashOf, lastHour, parseRoute, wholeFleet, type Route,
} from "../../server/web/src/state/address";

test("address: what was written is read again", () => {
  const routes: Route[] = [
    { page: "now", filter: everything },
    { page: "now", filter: { ...everything, shown: "ended", priorities: ["P1", "P3"] } },
    { page: "now", filter: { ...everything, shown: "all", host: "web 1/ä&b=c" } },
    { page: "now", filter: { ...everything, phase: "impending", category: "disk", owner: "none",
      text: "full soon" } },
    { page: "fleet", view: wholeFleet },
    { page: "fleet", view: { group: "os", risk: "hour", text: "web" } },
    { page: "host", name: "web-1", chart: lastHour },
    { page: "host", name: "web/1", chart: { ...lastHour, last: 604_800 } },
    { page: "host", name: "web-1", chart: { last: 0, from: 1_700_000_000_000,
      to: 1_700_000_100_000 } },
    { page: "service", name: "the shop" },
    { page: "review", id: "INC-000007" },
    { page: "breach", id: "BR-000001" },
    { page: "breaches" },
    { page: "services" },
    { page: "silences" },
    { page: "reviews" },
    { page: "incident", id: "INC-000042" },
    { page: "incident", id: "a/b c" },
    { page: "forecasts" },
  ];
  for (const route of routes) assert.deepEqual(parseRoute(hashOf(route)), route);
});

test("address: the plain list is the plain address", () => {
  assert.equal(hashOf({ page: "now", filter: everything }), "#/");
  assert.equal(hashOf({ page: "now", filter: { ...everything, priorities: ["P1", "P2"] } }),
    "#/?priority=P1,P2");
});

test("address: anything else is the list", () => {
  for (const hash of ["", "#", "#/nowhere", "#/incidents/", "#?state=nonsense", "#/?priority=P9"]) {
    assert.deepEqual(parseRoute(hash), { page: "now", filter: everything }, hash);
  }
});

test("address: a broken escape does not break the page", () => {
  assert.deepEqual(parseRoute("#/incidents/%E0%A4%A"), { page: "incident", id: "%E0%A4%A" });
});
