import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const page = process.env.FORESHOCK_PAGE_SOURCE!;
const columns_max = 100;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sources(path);
    return /\.(ts|tsx|mjs|css)$/.test(path) ? [path] : [];
  });
}

test("source: no line is wider than the style allows, in the page and its tests", () => {
  const folders = [join(page, "src"), join(page, "../../tests/web"),
    join(page, "../../tests/browser")];
  const all = folders.flatMap(sources);
  assert.ok(all.length > 150);
  const wide = all.flatMap((path) => readFileSync(path, "utf8").split("\n")
    .flatMap((line, at) => (line.length > columns_max ? [`${path}:${at + 1}`] : [])));
  assert.deepEqual(wide, []);
});
