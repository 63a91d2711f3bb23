// Budgets: how much is loaded, how fast it is there, how it bears thousands.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Browser } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { host, incident } from "./support/fixtures.mjs";

const first_load_max_bytes = 200 * 1024;
const interactive_max_ms = 1_000;
const week_draw_max_ms = 100;
/**
 * A frame that keeps the page's thread busy for longer is seen as a jerk. The thread's own time is
 * measured, not the wall's: what else the machine does is not the page's doing.
 */
const frame_max_ms = 120;
const frames_over_max = 3;
const heap_growth_max_bytes = 24 * 1024 * 1024;

let browser;
let server;

before(async () => {
  browser = await Browser.launch();
  server = await new FakeServer().start();
});
after(async () => {
  await browser.close();
  await server.stop();
});

/** Asked again and again, it says how long the page's thread has worked by then. */
async function threadTime(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1_000;
  };
}

/** How long the page's thread worked for each frame while it is scrolled from end to end. */
async function scrolled(page) {
  const worked_ms = await threadTime(page);
  const frames = [];
  const steps = 60;
  let before = await worked_ms();
  for (let step = 1; step <= steps; step += 1) {
    await page.evaluate((share) => {
      scrollTo(0, document.documentElement.scrollHeight * share);
      // The frame in which it is drawn, and the next: by then it is done.
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, step / steps);
    const now = await worked_ms();
    frames.push(now - before);
    before = now;
  }
  assert.ok(Math.max(...frames) > 1, "the thread's time is measured");
  return frames;
}

function smooth(frames, what) {
  const over = frames.filter((each) => each > frame_max_ms).map(Math.round);
  console.log(`# ${what}: at most ${Math.round(Math.max(...frames))} ms of work for a frame`);
  assert.ok(over.length <= frames_over_max, `${what}: frames of ${over} ms`);
}

test("first load: below its budget, compressed", () => {
  const dist = `${process.env.FORESHOCK_BUILD}/server/web/dist`;
  const files = [`${dist}/index.html`, ...readdirSync(`${dist}/assets`)
    .map((name) => `${dist}/assets/${name}`)];
  const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(name)).length, 0);
  assert.ok(bytes <= first_load_max_bytes, `${bytes} bytes`);
  console.log(`# first load: ${bytes} bytes gzip`);
});

test("it is there within a second", async () => {
  server.hosts = [host("web-1")];
  server.put(incident(1));
  const warm = await browser.open(`${server.url}/#/`);
  await warm.page.locator(".row").waitFor();
  await warm.close();
  // The machine is shared: the best of three is what the page itself takes.
  const times = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const visit = await browser.open("about:blank");
    const began = Date.now();
    await visit.page.goto(`${server.url}/#/`);
    await visit.page.locator(".row").waitFor();
    times.push(Date.now() - began);
    await visit.close();
  }
  console.log(`# interactive: ${times} ms`);
  assert.ok(Math.min(...times) <= interactive_max_ms, `${times} ms`);
});

test("ten thousand open incidents: few are drawn, scrolling is smooth, keys go on", async () => {
  for (let number = 1; number <= 10_000; number += 1) {
    server.put(incident(number, { priority: `P${1 + number % 5}` }), {});
  }
  const { page, complaints, close } = await browser.open(`${server.url}/#/`);
  page.setDefaultTimeout(30_000);
  await page.locator(".row[aria-setsize='10000']").first().waitFor();
  assert.ok(await page.locator(".row").count() < 80);
  smooth(await scrolled(page), "incidents");
  await page.locator("[aria-posinset='10000']").waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator("[aria-posinset='1']").waitFor();
  for (let step = 0; step < 30; step += 1) await page.keyboard.press("j");
  const place = await page.evaluate(() =>
    document.activeElement.closest("li").getAttribute("aria-posinset"));
  assert.equal(place, "30");
  assert.deepEqual(complaints, []);
  await close();
});

test("five thousand hosts: few are drawn, scrolling does not jerk", async () => {
  server.hosts = Array.from({ length: 5_000 },
    (_, n) => host(`host-${String(n).padStart(4, "0")}`));
  const { page, complaints, close } = await browser.open(`${server.url}/#/hosts`);
  page.setDefaultTimeout(30_000);
  await page.locator(".tile").first().waitFor();
  await page.getByText("5,000 hosts").waitFor();
  assert.ok(await page.locator(".tile").count() < 400);
  smooth(await scrolled(page), "hosts");
  assert.deepEqual(complaints, []);
  await close();
});

test("a week of one signal is drawn at once", async () => {
  server.incidents.clear();
  server.details.clear();
  server.hosts = [host("web-1")];
  server.series = [{ signal: "cpu.time.busy_ratio", labels: {} }];
  // More than the server ever sends: every sample of a week at 10 s.
  const week = Array.from({ length: 60_480 }, (_, n) => {
    const value = 0.5 + 0.4 * Math.sin(n / 900);
    return [Date.now() / 1_000 - (60_480 - n) * 10, value - 0.05, value, value + 0.05];
  });
  server.samples = ({ signal, labels }) => ({ signal, labels, points: week });
  const { page, close } = await browser.open(`${server.url}/#/hosts/web-1?last=604800`);
  await page.locator(".canvas canvas").first().waitFor();
  const worked_ms = await threadTime(page);
  const times = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const before = await worked_ms();
    // A change of colours draws it anew from what is there.
    await page.evaluate(() => {
      document.querySelector(".frame-tools button").click();
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
    times.push(Math.round(await worked_ms() - before));
  }
  assert.ok(Math.max(...times) > 1, "the thread's time is measured");
  console.log(`# a week: ${times} ms`);
  assert.ok(Math.min(...times) <= week_draw_max_ms, `${times} ms`);
  await close();
});

test("an hour of live updates leaves no more behind than a minute", async () => {
  server.hosts = [host("web-1")];
  for (let number = 1; number <= 50; number += 1) server.put(incident(number), {});
  const { page, close } = await browser.open(`${server.url}/#/`);
  await page.locator(".row").first().waitFor();
  const heap = async () => {
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  let revision = 10;
  const updates = async (count) => {
    for (let n = 0; n < count; n += 1) {
      revision += 1;
      server.say(incident(1 + n % 50, { revision }), {});
      if (n % 100 === 99) await new Promise((done) => { setTimeout(done, 20); });
    }
    await page.waitForTimeout(500);
  };
  await updates(200);
  const before = await heap();
  // Sixty incidents that change each minute, for an hour.
  await updates(3_600);
  const grown = await heap() - before;
  console.log(`# heap after 3,600 updates: ${Math.round(grown / 1024)} KiB more`);
  assert.ok(grown < heap_growth_max_bytes, `${grown} bytes`);
  await close();
});
