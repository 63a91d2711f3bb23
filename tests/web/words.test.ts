import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en } from "../../server/web/src/words/en";
import { th } from "../../server/web/src/words/th";

type Tree = { [name: string]: unknown };

/** "summary.coming: function/1" for every leaf. */
function shapeOf(tree: Tree, path = ""): string[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const here = path ? `${path}.${name}` : name;
    if (typeof value === "object" && value !== null) return shapeOf(value as Tree, here);
    return [`${here}: ${typeof value}${typeof value === "function" ? `/${value.length}` : ""}`];
  }).sort();
}

test("words: every language has the same entries of the same kinds", () => {
  assert.ok(shapeOf(en).length > 150);
  assert.deepEqual(shapeOf(th), shapeOf(en));
});

test("words: no entry is empty", () => {
  for (const language of [en, th]) {
    const empty = shapeOf(language).filter((line) => {
      const value = line.split(":")[0]!.split(".").reduce<unknown>(
        (tree, name) => (tree as Tree)[name], language);
      return value === "";
    });
    assert.deepEqual(empty, []);
  }
});

test("words: Thai is Thai, not a copy of English", () => {
  const same = new Set(["product", "engine"]);
  for (const name of Object.keys(en) as (keyof typeof en)[]) {
    if (typeof en[name] === "string" && !same.has(name)) assert.notEqual(th[name], en[name], name);
  }
  for (const name of Object.keys(en.event) as (keyof typeof en.event)[]) {
    assert.match(th.event[name], /[\u0e00-\u0e7f]/, name);
  }
});

test("words: counts follow the language's plural", () => {
  assert.equal(en.summary.hosts(1), "1 host");
  assert.equal(en.summary.hosts(3), "3 hosts");
  assert.equal(en.summary.coming(1), "1 disruption is coming");
});

/** The names of an enum of the server's, from the header that declares it. */
function namesOf(header: string, name: string): string[] {
  const source = readFileSync(join(process.env.FORESHOCK_PAGE_SOURCE!, "..", header), "utf8");
  const body = new RegExp(`enum class ${name}[^{]*{([^}]*)}`).exec(source)?.[1] ?? "";
  return body.replace(/\/\/.*/g, "").split(",").map((each) => each.trim()).filter(Boolean);
}

test("words: every kind of event that a timeline can hold has words, and no other", () => {
  const kinds = namesOf("incidents/incident.hpp", "EventKind").sort();
  assert.ok(kinds.length > 50);
  for (const language of [en, th]) assert.deepEqual(Object.keys(language.event).sort(), kinds);
});

test("words: every item of a breach's checklist and every state of it has words", () => {
  const source = readFileSync(
    join(process.env.FORESHOCK_PAGE_SOURCE!, "../breach/breach.cpp"), "utf8");
  const items = source.slice(source.indexOf("standard_checklist()"));
  const codes = [...items.matchAll(/{"(\w+)",/g)].map(([, code]) => code!).sort();
  assert.ok(codes.length > 5);
  const states = namesOf("breach/breach.hpp", "State").sort();
  for (const language of [en, th]) {
    assert.deepEqual(Object.keys(language.breach.items).sort(), codes);
    assert.deepEqual(Object.keys(language.breach.state).sort(), states);
  }
});
