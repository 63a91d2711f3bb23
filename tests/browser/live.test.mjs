// The page against the real server and the real agent, on this very host: a process leaks
// descriptors, and the page tells it before the process meets its limit.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser, narrow, overflow, shoot } from "./support/browser.mjs";
import { drawnColours } from "./support/canvas.mjs";
import { RealPair } from "./support/real_pair.mjs";

const build = process.env.FORESHOCK_BUILD;
const built = build && ["foreshock-server", "foreshock-agent"].every((program) =>
  existsSync(`${build}/${program}`));
const noticed_within_ms = 75_000;

let browser;
let pair;

before(async () => {
  if (!built) return;
  pair = new RealPair();
  await pair.start();
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await pair?.stop();
});

test("live: a leak becomes an incident on the open page, before it disrupts",
  { skip: built ? false : "FORESHOCK_BUILD holds no foreshock-server and foreshock-agent" },
  async () => {
    const { page, complaints, close } = await browser.open(`${pair.url}/#/`);
    try {
      await page.locator(".connection.live").waitFor();
      await page.getByText("Nothing is coming.").waitFor();
      await page.getByText("1 host · 0 silent").waitFor({ timeout: 15_000 });
      await shoot(page, "live-calm-wide");

      const shop = pair.leak();
      const row = page.locator(".row.p1, .row.p2, .row.p3, .row.p4, .row.p5")
        .filter({ hasText: "shop" });
      await row.waitFor({ timeout: noticed_within_ms });
      await row.getByText("Coming").waitFor();
      assert.match(await row.locator(".outlook-main").innerText(), /^in \d+/);
      await shoot(page, "live-now-wide");

      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      const plot = page.locator(".canvas").first();
      await plot.waitFor();
      const drawn = await drawnColours(page, plot);
      for (const name of ["line", "limit", "forecast", "onset"]) {
        assert.ok(drawn[name] > 20, `${name}: ${drawn[name]} pixels`);
      }
      const text = await page.locator("main").innerText();
      for (const part of ["First signs", "process.files.open_count", "likely cause", "Why P"]) {
        assert.ok(text.includes(part), `says: ${part}`);
      }
      assert.ok((await page.locator("tr.culprit").first().innerText()).length > 0);

      await page.keyboard.press("a");
      await page.locator("dialog input:focus").fill("Ann");
      await page.keyboard.press("Enter");
      await page.locator(".heading").getByText("With Ann").waitFor();
      const [incident] = await pair.api("incidents?state=open");
      assert.equal(incident.owner, "Ann");
      await page.locator(".thread").getByText("Acknowledged").waitFor();
      await shoot(page, "live-incident-wide");
      await page.setViewportSize(narrow);
      assert.equal(await overflow(page), 0);
      await shoot(page, "live-incident-narrow");

      shop.kill("SIGKILL");
      await page.locator(".heading").getByText(/Recovering|Prevented|Recovered/)
        .waitFor({ timeout: 40_000 });
      assert.deepEqual(complaints, []);
    } catch (error) {
      await shoot(page, "live-failed");
      error.message += `\n${pair.logs()}`;
      throw error;
    } finally {
      await close();
    }
  });
