// A host is sent away from its page, and what lets hosts in is made in the settings: against a real
// server and agent.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser, narrow, overflow, shoot, wide } from "./support/browser.mjs";
import { accessible } from "./support/checks.mjs";
import { RealPair } from "./support/real_pair.mjs";

const build = process.env.FORESHOCK_BUILD;
const built = existsSync(`${build}/foreshock-server`) && existsSync(`${build}/foreshock-agent`)
  && spawnSync(`${build}/foreshock`, ["host", "--help"]).status === 0;
const skip = built ? false : "this build cannot forget hosts";

let browser;
let pair;
let visit;

before(async () => {
  if (!built) return;
  pair = new RealPair();
  await pair.startServer();
  pair.agent("web-1");
  pair.agent("web-2");
  browser = await Browser.launch();
  visit = await browser.open(`${pair.url}/#/hosts`);
});
after(async () => {
  await visit?.close();
  await browser?.close();
  await pair?.stop();
});

const hosts = async () => (await (await fetch(`${pair.url}/api/v1/hosts`)).json());

test("revoke: said what it does, done, and shown as that", { skip }, async () => {
  const { page } = visit;
  await page.getByText("web-1").first().waitFor();
  await page.goto(`${pair.url}/#/hosts/web-1`);
  await page.getByRole("button", { name: "Revoke …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Nothing is taken from its agent any more").waitFor();
  await accessible(page, "revoke");
  await dialog.getByRole("button", { name: "Revoke it" }).click();
  await page.locator("input[name=actor]").fill("ann");  // asked once
  await page.keyboard.press("Enter");
  await page.getByText("Revoked", { exact: true }).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Revoke …" }).count(), 0);
  await shoot(page, "host-revoked-wide");
  const told = (await hosts()).find(({ name }) => name === "web-1");
  assert.equal(told.presence, "revoked");
});

test("forget: what becomes of samples and identity is chosen; the host is gone from the fleet",
  { skip }, async () => {
    const { page } = visit;
    await page.goto(`${pair.url}/#/hosts/web-2`);
    await page.getByRole("button", { name: "Forget …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Its recorded samples stay until they are too old.").waitFor();
    await dialog.getByLabel("Delete its recorded samples, too").check();
    await dialog.getByText("Its recorded samples are deleted.").waitFor();
    await shoot(page, "host-forget-wide");
    await page.setViewportSize(narrow);
    assert.equal(await overflow(page), 0);
    await shoot(page, "host-forget-narrow");
    await page.setViewportSize(wide);
    await dialog.getByRole("button", { name: "Forget it" }).click();
    await page.waitForURL(/#\/hosts$/);
    assert.equal(await page.getByText("web-2").count(), 0);
    assert.equal((await hosts()).some(({ name }) => name === "web-2"), false);
  });

test("enrolment tokens: a server without TLS says why it makes none", { skip }, async () => {
  const { page } = visit;
  await page.goto(`${pair.url}/#/settings`);
  const panel = page.locator("section", { hasText: "Tokens that let hosts in" });
  await panel.getByRole("button", { name: "Let hosts in" }).click();
  await panel.getByLabel("For how many hosts").fill("5");
  await panel.getByRole("button", { name: "Let hosts in" }).click();
  await panel.getByRole("alert").getByText("tls.enabled").waitFor();
  await accessible(page, "enrolment tokens");
  await shoot(page, "enrolment-tokens-wide");
});
