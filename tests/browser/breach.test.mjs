// A breach of security on the page: all of it for those who may see it, no trace for anybody else.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Browser, narrow, overflow, shoot, wide } from "./support/browser.mjs";
import { accessible, legible } from "./support/checks.mjs";
import { RealPair } from "./support/real_pair.mjs";

const build = process.env.FORESHOCK_BUILD;
const skip = build && existsSync(`${build}/foreshock-server`)
  ? false : "FORESHOCK_BUILD holds no foreshock-server";
const password = "correct horse battery";
const image = createHash("sha256").update("the disk of db-1").digest("hex");

let browser;
let pair;
let visit;
let page;

async function logIn(name) {
  visit = await browser.open(`${pair.url}/#/`);
  page = visit.page;
  await page.getByLabel("Account name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.locator(".connection.live").waitFor();
  visit.expect(/status of 401/);
}

async function go(hash) {
  await page.evaluate((next) => { location.hash = next; }, hash);
}

async function inspect(name) {
  await legible(page, name);
  await accessible(page, name);
  await shoot(page, `${name}-wide`);
  await page.setViewportSize(narrow);
  assert.equal(await overflow(page), 0, `${name}: nothing is cut off on a phone`);
  await shoot(page, `${name}-narrow`);
  await page.setViewportSize(wide);
}

function step(name, doing) {
  test(name, { skip }, () => doing().catch(async (error) => {
    const short = name.slice(0, 12).replaceAll(" ", "-");
    await shoot(page, `breach-failed-${short}`).catch(() => undefined);
    error.message += `\nat ${page.url()}\n${visit.complaints.join("\n")}\n${pair.logs()}`;
    throw error;
  }));
}

const panel = (name) => page.locator(".panel", { has: page.getByRole("heading", { name }) });
const line = (text) => page.locator(".thread").getByText(text).first().waitFor();
const send = (name = "Save") => page.getByRole("button", { name, exact: true }).click();
const menu = () => page.getByRole("navigation", { name: "Main" });

before(async () => {
  if (skip) return;
  pair = new RealPair("[access]\nloopback = \"nobody\"\n"
    + "[breach]\nresponders = [\"ann\", \"dora\"]\n");
  await pair.startServer();
  pair.person("ann", password, { title: "Ann Lee" });
  pair.person("bo", password, { role: "admin" });
  pair.person("cleo", password);
  browser = await Browser.launch();
});
after(async () => {
  await visit?.close();
  await browser?.close();
  await pair?.stop();
});

describe("breach: who may see it", () => {
  step("it is reported from the palette, and stands in the menu from then on", async () => {
    await logIn("ann");
    assert.equal(await menu().getByText("Breaches").count(), 0, "nothing to be seen yet");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("breach");
    await page.getByRole("option", { name: /Report a breach/ }).click();
    await page.getByText("There is no breach that you may see.").waitFor();
    await inspect("breaches-none");
    await send("Report a breach");
    await page.getByLabel("What is it, in one line?").fill("Customer data copied from db-1");
    await page.getByLabel("What is known?").fill("A dump of the orders was fetched at night.");
    await page.locator(".action-form").getByRole("button", { name: "Report a breach" }).click();
    await page.locator("h1", { hasText: "Customer data copied" }).waitFor();
    await page.getByText(/authority to be told in 2 d 23 h/).first().waitFor();
    await menu().getByText("Breaches").waitFor();
    await inspect("breach-open");
  });

  step("it is led, noted, its checklist done; evidence is kept with its hash", async () => {
    await send("Lead it");
    await page.locator(".heading-marks", { hasText: "With ann" }).waitFor();
    await send("Add a note");
    await page.getByLabel("Note", { exact: true }).fill("the key of the backup job was used");
    await send();
    await line("the key of the backup job was used");
    const item = page.locator("li", { hasText: "Evidence is kept before" });
    await item.getByRole("button", { name: /^Mark done/ }).click();
    await item.getByLabel("What was done (may be left empty)").fill("disk and memory of db-1");
    await item.getByRole("button", { name: "Mark done", exact: true }).click();
    await item.locator(".mark", { hasText: "Done" }).waitFor();
    await page.getByText("1 of 11 items done").first().waitFor();
    await send("Add evidence");
    await page.getByLabel("What is it?").fill("image of the disk of db-1");
    await page.getByLabel("SHA-256").fill("abc");
    await page.getByLabel("Where is it kept?").fill("safe 2, disk 7");
    await page.getByLabel("Size in bytes").fill("1073741824");
    await send();
    await panel("Evidence").getByRole("alert").waitFor();
    visit.expect(/status of 400/);
    await page.getByLabel("SHA-256").fill(image);
    await send();
    await panel("Evidence").getByText(image).waitFor();
    await panel("Evidence").getByText("1 GiB").waitFor();
  });

  step("the authority is told, the record written, somebody else named", async () => {
    await send("Put it on record");
    await page.getByLabel("Is that all?").selectOption("no");
    await page.getByLabel(/Which authority/).fill("DPA, case 4711: what is known so far");
    await send();
    await panel("The authority").getByText("case 4711").waitFor();
    await page.locator(".heading-marks", { hasText: "authority: settled" }).waitFor();
    await send("Write");
    await page.getByLabel("Facts").fill("orders of one year were read");
    await page.getByLabel("People affected, about").fill("1200");
    await send();
    await panel("On record (Art. 33(5))").getByText("1,200 people").waitFor();
    await send("Let somebody see it");
    await page.getByLabel("Account name").fill("oleg");
    await send("Let somebody see it");
    await panel("Who sees it").getByRole("alert").getByText("nobody here is called 'oleg'")
      .waitFor();
    await page.getByLabel("Account name").fill("cleo");
    const cleo = panel("Who sees it").locator("li", { hasText: "cleo" });
    // Whom another process adds the server knows within 15 s.
    for (let tries = 0; tries < 10 && await cleo.count() === 0; ++tries) {
      await send("Let somebody see it");
      await cleo.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    visit.expect(/status of 400/);
    await cleo.getByRole("button", { name: "Remove cleo" }).click();
    await cleo.waitFor({ state: "detached" });
  });

  step("it is contained; it cannot be closed before all is done; the access log has it all",
    async () => {
      await send("It is contained");
      await page.getByLabel("How was it contained?").fill("keys replaced");
      await send();
      await page.locator(".heading-marks", { hasText: "Contained" }).waitFor();
      await send("Close");
      await page.getByLabel("How did it end?").fill("over");
      await send();
      await page.locator(".action-form").getByRole("alert").waitFor();
      visit.expect(/status of 409/);
      await page.locator(".action-form").getByRole("button", { name: "Cancel" }).click();
      await panel("Access log").getByText("Show it (this look is recorded too)").click();
      await panel("Access log").locator("li", { hasText: "ann" }).nth(3).waitFor();
      await inspect("breach");
      await page.getByRole("button", { name: "Dark colours" }).click();
      await page.getByRole("button", { name: "ไทย" }).click();
      await page.getByRole("heading", { name: "หลักฐาน" }).waitFor();
      await accessible(page, "breach, dark");
      await shoot(page, "breach-thai-dark");
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("button", { name: "Light colours" }).click();
    });

  step("the list says how each stands", async () => {
    await go("#/breaches");
    await page.getByRole("link", { name: "Customer data copied from db-1" }).waitFor();
    await page.getByText("1 of 11 items done").waitFor();
    await inspect("breaches");
    assert.deepEqual(visit.complaints, []);
    await visit.close();
  });
});

describe("breach: what was an incident", () => {
  step("it becomes one on its page, and is gone from the list of whoever looks at it", async () => {
    await logIn("bo");
    const other = { visit, page };
    await page.evaluate(() => fetch("/api/v2/alerts", { method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([{ labels: { alertname: "CustomersListed", host: "db-1",
        severity: "critical" } }]) }));
    await page.locator(".row", { hasText: "CustomersListed" }).first().waitFor();
    await logIn("ann");
    await page.locator(".row", { hasText: "CustomersListed" }).first().locator("h3 a").click();
    await page.locator("#incident-title", { hasText: "CustomersListed" }).waitFor();
    await page.locator(".actions .menu > summary").click();
    await page.getByRole("button", { name: "Make it a breach" }).click();
    await page.getByText("it cannot be taken back").waitFor();
    await inspect("incident-to-breach");
    await page.getByLabel("What is known?").fill("the list of customers was read");
    await page.locator(".action-form").getByRole("button", { name: "Make it a breach" }).click();
    await page.getByText("It was INC-000001:").waitFor();
    await page.getByText("the list of customers was read").first().waitFor();
    await panel("Evidence").getByText("INC-000001 as it was").waitFor();
    await inspect("breach-of-incident");
    await other.page.locator(".row", { hasText: "CustomersListed" })
      .waitFor({ state: "detached" });
    assert.deepEqual(visit.complaints, []);
    await visit.close();
    await other.visit.close();
  });
});

describe("breach: who may not", () => {
  step("an admin finds no trace: not in menu or list, not by its address", async () => {
    await logIn("bo");
    await page.getByText("Watch your first host").waitFor();
    assert.equal(await menu().getByText("Breaches").count(), 0);
    await go("#/breaches");
    await page.getByText("There is no breach that you may see.").waitFor();
    await go("#/breaches/BR-000001");
    await page.getByText("There is no such breach.").waitFor();
    const told = await page.locator("main").innerText();
    await go("#/breaches/BR-000999");
    await page.waitForURL(/999$/);
    await page.getByText("There is no such breach.").waitFor();
    const unknown = await page.locator("main").innerText();
    assert.equal(told.replace("BR-000001", ""), unknown.replace("BR-000999", ""));
    visit.expect(/status of 404/);
  });
});
