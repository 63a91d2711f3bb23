// The very first minutes: the link of the first admin, an account, a host brought in with the
// commands that the page shows, and its first samples on the page.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser, narrow, overflow, shoot, wide } from "./support/browser.mjs";
import { accessible, legible } from "./support/checks.mjs";
import { RealPair } from "./support/real_pair.mjs";

const build = process.env.FORESHOCK_BUILD;
const built = build && ["foreshock-server", "foreshock-agent"].every((program) =>
  existsSync(`${build}/${program}`));
const skip = built ? false : "FORESHOCK_BUILD holds no foreshock-server and foreshock-agent";
const first_samples_within_ms = 15_000;

let browser;
let pair;

before(async () => {
  if (!built) return;
  pair = new RealPair("[access]\nloopback = \"nobody\"\n");
  await pair.startServer();
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await pair?.stop();
});

test("the first admin, the first host with the page's own commands, its first samples",
  { skip }, async () => {
    const link = readFileSync(`${pair.folder}/server/first-admin.link`, "utf8").trim();
    const { page, complaints, close } = await browser.open(link);
    try {
      await accessible(page, "welcome");
      await shoot(page, "welcome-wide");
      await page.setViewportSize(narrow);
      assert.equal(await overflow(page), 0);
      await shoot(page, "welcome-narrow");
      await page.setViewportSize(wide);
      await page.getByLabel("Short name, such as ann.lee").fill("ann");
      await page.getByLabel("Name as people write it").fill("Ann Lee");
      await page.getByLabel(/^Password/).fill("correct horse battery");
      await page.getByRole("button", { name: "Set the password" }).click();
      await page.getByRole("heading", { name: "Watch your first host" }).waitFor();
      // A redirect leads to the page that is in the server.
      if (process.env.FORESHOCK_PAGE_DIST) await page.reload();
      await page.getByRole("heading", { name: "Watch your first host" }).waitFor();
      await legible(page, "first host");
      await accessible(page, "first host");
      await shoot(page, "first-host-wide");
      assert.ok((await fetch(link)).status >= 400, "the link works once");

      const commands = await page.locator(".first-host .command pre").allInnerTexts();
      assert.equal(commands.length, 3);
      assert.ok(await page.getByRole("button", { name: "Copy" }).count() === 3);
      const [add, settings, start] = commands;
      assert.ok(settings.includes(pair.url), "the settings name this server");
      pair.runCommands({ add, settings, start });
      const began = Date.now();
      await page.getByText("1 host · 0 silent").waitFor({ timeout: first_samples_within_ms });
      await page.goto(`${pair.url}/#/hosts/my-host`);
      await page.locator("figcaption", { hasText: "memory.ram.available_bytes" })
        .waitFor({ timeout: first_samples_within_ms });
      await page.locator(".canvas canvas").first().waitFor();
      const taken = Date.now() - began;
      console.log(`# first samples on the page after ${taken} ms`);
      assert.ok(taken <= first_samples_within_ms, `${taken} ms`);
      await page.getByText(/Judged by stock/).waitFor();
      await page.locator(".learned-limits tbody tr").first().waitFor({ timeout: 45_000 });
      await page.locator("figcaption", { hasText: "cpu.time.busy_ratio" }).waitFor();
      await shoot(page, "first-samples-wide");
      assert.deepEqual(complaints, []);
    } catch (error) {
      await shoot(page, "first-run-failed").catch(() => undefined);
      error.message += `\n${complaints.join("\n")}\n${pair.logs()}`;
      throw error;
    } finally {
      await close();
    }
  });
