// What becomes of what was announced, against a real server and real agents: a process leaks until
// it meets its limit, and the page says how right the forecast was; an agent is killed, and the
// page says that its host is silent, and that it is back.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser, narrow, overflow, shoot, wide } from "./support/browser.mjs";
import { accessible, legible } from "./support/checks.mjs";
import { RealPair } from "./support/real_pair.mjs";

const build = process.env.FORESHOCK_BUILD;
const built = build && ["foreshock-server", "foreshock-agent"].every((program) =>
  existsSync(`${build}/${program}`));
const skip = built ? false : "FORESHOCK_BUILD holds no foreshock-server and foreshock-agent";
/** 15 s of quiet, 100 s until the limit is met, and what a busy machine adds. */
const met_within_ms = 240_000;
/** An agent is lost after 45 s at the soonest. */
const lost_within_ms = 120_000;
const kind = "process.files.exhaustion";

let browser;
let pair;
let visit;
let page;
let killed;

before(async () => {
  if (!built) return;
  pair = new RealPair();
  await pair.start();
  pair.agent("web-1");
  killed = pair.agent("db-1");
  pair.leak({ limit: 400 });
  browser = await Browser.launch();
  visit = await browser.open(`${pair.url}/#/hosts`);
  page = visit.page;
});
after(async () => {
  await visit?.close();
  await browser?.close();
  await pair?.stop();
});

/** What holds everywhere, and a picture to look at. */
async function inspect(name) {
  await legible(page, name);
  await accessible(page, name);
  await shoot(page, `foretold-${name}-wide`);
  await page.setViewportSize(narrow);
  assert.equal(await overflow(page), 0, `${name}: nothing is cut off on a phone`);
  await shoot(page, `foretold-${name}-narrow`);
  await page.setViewportSize(wide);
}

function step(name, doing) {
  test(name, { skip }, () => doing().catch(async (error) => {
    await shoot(page, "foretold-failed").catch(() => undefined);
    error.message += `\nat ${page.url()}\n${visit.complaints.join("\n")}\n${pair.logs()}`;
    throw error;
  }));
}

const outcome = (at) => page.locator(".record tbody tr", { hasText: kind })
  .locator("td").nth(at).innerText();

step("an agent is killed: its host is silent, and an incident says for how long", async () => {
  await page.locator(".tile", { hasText: "db-1" }).waitFor();
  await page.locator(".tile", { hasText: "web-1" }).waitFor();
  killed.kill("SIGKILL");
  await page.goto(`${pair.url}/#/`);
  await page.locator(".row", { hasText: "db-1 has been silent for" })
    .waitFor({ timeout: lost_within_ms });
  await page.goto(`${pair.url}/#/hosts/db-1`);
  await page.locator(".mark.lost", { hasText: "Lost" }).waitFor();
  await inspect("silent-host");
  await page.goto(`${pair.url}/#/hosts`);
  await page.locator(".tile.now", { hasText: "db-1" }).waitFor();
  assert.equal(await page.locator(".tile.now", { hasText: "web-1" }).count(), 0);
  await inspect("silent-fleet");
});

step("it is started again: the host is present, and the incident is over by itself", async () => {
  pair.startAgain("db-1");
  await page.goto(`${pair.url}/#/hosts/db-1`);
  await page.locator(".mark.present", { hasText: "Present" }).waitFor();
  const silent = async () => (await pair.api("incidents?state=open"))
    .filter(({ title, recovering_since: recovering }) => /silent/.test(title) && !recovering);
  const end = Date.now() + 30_000;
  while ((await silent()).length > 0) {
    assert.ok(Date.now() < end, "it is still called silent");
    await page.waitForTimeout(200);
  }
});

step("the limit is met: the forecast is scored, and so is its kind on this host", async () => {
  await page.goto(`${pair.url}/#/forecasts`);
  await page.locator(".record tbody tr", { hasText: kind }).waitFor({ timeout: met_within_ms });
  const { accuracy } = await pair.api(`forecasts?kind=${kind}`);
  const [all, here] = [null, pair.host].map((host) => accuracy.find((row) => row.host === host));
  for (const row of [all, here]) {
    assert.equal(row.hit + row.early + row.late, 1, `it came true: ${JSON.stringify(row)}`);
    assert.equal(row.never + row.unannounced, 0);
    assert.equal(row.precision, 1);
    assert.ok(row.median_lead_seconds > 5, "it was said before it came");
  }
  assert.deepEqual(await Promise.all([0, 1, 2].map(outcome)),
    [all.hit, all.early, all.late].map(String));
  assert.equal(await outcome(6), "100%");
  await inspect("record");
  await page.goto(`${pair.url}/#/hosts/${pair.host}`);
  const own = page.locator(".panel", { has: page.getByRole("heading",
    { name: "How right forecasts were here" }) });
  await own.getByText(kind).waitFor();
  await own.getByText("100%").waitFor();
  await inspect("host-record");
  assert.deepEqual(visit.complaints, []);
});
