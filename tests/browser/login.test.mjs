// Coming in by name and password, against a real server that trusts nobody for where they are.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser, narrow, overflow, shoot } from "./support/browser.mjs";
import { accessible } from "./support/checks.mjs";
import { RealPair } from "./support/real_pair.mjs";

const build = process.env.FORESHOCK_BUILD;
const program = `${build}/foreshock-server`;
/** Not every server knows people: one that does has the command. */
const knowsPeople = existsSync(program)
  && spawnSync(program, ["person", "--help"], { encoding: "utf8" }).status === 0;
const skip = knowsPeople ? false : "this foreshock-server knows no people";
const password = "correct horse battery";

let browser;
let pair;

before(async () => {
  if (!knowsPeople) return;
  pair = new RealPair("[access]\nloopback = \"nobody\"\n");
  await pair.startServer();
  pair.person("ann", password, { title: "Ann Lee", role: "admin" });
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await pair?.stop();
});

test("log in: a wrong password is refused in words, the right one opens the page; log out",
  { skip }, async () => {
    const { page, complaints, expect, close } = await browser.open(`${pair.url}/#/`);
    try {
      await page.getByRole("heading", { name: "Log in" }).waitFor();
      await accessible(page, "log in");
      await shoot(page, "login-wide");
      await page.setViewportSize(narrow);
      assert.equal(await overflow(page), 0);
      await shoot(page, "login-narrow");
      await page.getByLabel("Account name").fill("ann");
      await page.getByLabel("Password").fill("something else");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Password").fill(password);
      await page.keyboard.press("Enter");
      await page.getByText("Watch your first host").waitFor();
      expect(/status of 401/);
      await accessible(page, "first host");
      assert.equal(await overflow(page), 0);
      await shoot(page, "first-host-narrow");
      await page.goto(`${pair.url}/#/settings`);
      await page.getByRole("heading", { name: "You: ann" }).waitFor();
      await page.getByLabel("Name as people write it").fill("Ann B. Lee");
      await page.getByRole("button", { name: "Save" }).first().click();
      await page.locator("th", { hasText: "Ann B. Lee" }).waitFor();
      await page.getByRole("button", { name: "Log out" }).click();
      await page.getByRole("heading", { name: "Log in" }).waitFor();
    } catch (error) {
      await shoot(page, "login-failed");
      error.message += `\n${complaints.join("\n")}\n${pair.logs()}`;
      throw error;
    } finally {
      await close();
    }
  });
