#!/usr/bin/env node
// Unit tests of the page's TypeScript: bundles each *.test.ts of this folder with the esbuild that
// builds the page, and hands them to node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, "../../server/web");
const { buildSync } = createRequire(`${page}/package.json`)("esbuild");

const tests = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
const out = mkdtempSync(join(tmpdir(), "foreshock-web-tests-"));
try {
  buildSync({
    entryPoints: tests.map((name) => join(here, name)), outdir: out, bundle: true,
    platform: "node", format: "esm", target: "node18", outExtension: { ".js": ".mjs" },
    external: ["typescript"], nodePaths: [`${page}/node_modules`], logLevel: "warning",
  });
  const built = readdirSync(out).map((name) => join(out, name));
  const { status } = spawnSync(process.execPath, ["--test", ...built],
    { stdio: "inherit", env: { ...process.env, FORESHOCK_PAGE_SOURCE: page } });
  process.exitCode = status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
