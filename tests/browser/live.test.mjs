// The page against the real server and real agents on this very host: every place and every act.
// A process leaks descriptors meanwhile, and the page tells it before the process meets its limit.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { Browser, narrow, overflow, shoot, wide } from "./support/browser.mjs";
import { drawnColours } from "./support/canvas.mjs";
import { accessible, legible } from "./support/checks.mjs";
import { RealPair } from "./support/real_pair.mjs";

const build = process.env.FORESHOCK_BUILD;
const built = build && ["foreshock-server", "foreshock-agent"].every((program) =>
  existsSync(`${build}/${program}`));
const skip = built ? false : "FORESHOCK_BUILD holds no foreshock-server and foreshock-agent";
const noticed_within_ms = 75_000;

/** A channel's other end: takes everything. */
const receiver = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(204).end());
});

let browser;
let pair;
let visit;
let page;
let shop;
let abilities = new Set();

/** Goes to a place of the open page. */
async function go(hash) {
  await page.evaluate((next) => { location.hash = next; }, hash);
}

/** What holds everywhere, and a picture to look at. */
async function inspect(name) {
  await legible(page, name);
  await accessible(page, name);
  await shoot(page, `live-${name}-wide`);
  await page.setViewportSize(narrow);
  assert.equal(await overflow(page), 0, `${name}: nothing is cut off on a phone`);
  await shoot(page, `live-${name}-narrow`);
  await page.setViewportSize(wide);
}

async function failing(what) {
  await shoot(page, "live-failed").catch(() => undefined);
  console.log((await page.locator("main").innerText().catch(() => "")).slice(0, 3_000));
  what.message += `\nat ${page.url()}\n${visit.complaints.join("\n")}\n${pair.logs()}`;
  throw what;
}

/** A test whose failure shows the page and what the programs said. */
function step(name, doing, needs = "") {
  test(name, { skip }, async (t) => {
    if (needs && !abilities.has(needs)) return t.skip(`the server has no ${needs}`);
    return doing().catch(failing);
  });
}

const button = (name) => page.locator(".actions").getByRole("button", { name, exact: true });
const form = () => page.locator(".action-form");

async function openMore(name) {
  await page.locator(".actions .menu > summary").click();
  await button(name).click();
  await form().waitFor();
}

async function send(name = "Save") {
  await form().getByRole("button", { name, exact: true }).click();
  await form().waitFor({ state: "detached" });
}

/** Until `condition` holds; fails loudly when it does not within some seconds. */
async function eventually(condition) {
  const end = Date.now() + 30_000;
  while (!await condition()) {
    assert.ok(Date.now() < end, `never: ${condition}`);
    await page.waitForTimeout(50);
  }
}

const line = (text) => page.locator(".thread").getByText(text).first().waitFor();

before(async () => {
  if (!built) return;
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  pair = new RealPair("", [`
[[channel]]
name = "pager"
kind = "webhook"
url = "http://127.0.0.1:${receiver.address().port}/pager"
`]);
  await pair.start();
  abilities = new Set(Object.keys((await pair.api("openapi.json")).paths));
  browser = await Browser.launch();
  visit = await browser.open(`${pair.url}/#/`);
  page = visit.page;
});
after(async () => {
  await browser?.close();
  await pair?.stop();
  receiver.closeAllConnections();
  receiver.close();
});

describe("live: now", () => {
  step("nothing is wrong: calm, with when it was last true", async () => {
    await page.locator(".connection.live").waitFor();
    await page.getByText("Nothing is coming.").waitFor();
    await page.getByText("1 host · 0 silent").waitFor();
    await inspect("calm");
    shop = pair.leak({ limit: 400 });
    for (const name of ["web-1", "db-1"]) pair.agent(name);
  });

  step("what others say appears by itself, by urgency; it is taken in bulk", async () => {
    await pair.alert("HighLatency", "web-1", { severity: "critical", path: "/checkout" },
      { summary: "p99 latency of /checkout is 4.2 s on web-1" });
    await pair.alert("DiskFull", "db-1", { severity: "critical", component: "filesystem /var",
      foreshock_kind: "filesystem.space.exhaustion", category: "storage" },
    { summary: "/var on db-1 is 97 % full" });
    await pair.alert("CacheEvictions", "cache-1", { severity: "warning", category: "memory" },
      { summary: "cache-1 evicts 2,000 entries a second" });
    await pair.alert("FanFailed", "nas-2", { severity: "info", category: "hardware" },
      { summary: "a fan of nas-2 stands still" });
    await page.locator(".row").nth(3).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.getByText("1 incident ticked").waitFor();
    await page.getByLabel(/^Tick INC/).nth(3).check();
    await page.getByRole("button", { name: "Acknowledge 2" }).click();
    await page.locator("dialog input:focus").fill("Ann");
    await page.keyboard.press("Enter");
    await page.locator(".row", { hasText: "With Ann" }).nth(1).waitFor();
    await page.locator(".bulk").waitFor({ state: "detached" });
    const taken = (await pair.api("incidents?state=open")).filter(({ owner }) => owner === "Ann");
    assert.equal(taken.length, 2);
    await inspect("now");
  });

  step("filters stand in the address, and the palette leads everywhere", async () => {
    await page.getByLabel("Owner").selectOption("none");
    await page.waitForURL(/owner=none/);
    await page.locator(".rows > .row", { hasText: "With Ann" }).first()
      .waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Clear the filters" }).click();
    await page.getByLabel("Search words").fill("evicts");
    await page.keyboard.press("Enter");
    await page.waitForURL(/text=evicts/);
    await page.locator(".rows > .row").nth(1).waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("latency");
    await page.getByRole("option", { name: /HighLatency/ }).waitFor();
    await accessible(page, "palette");
    await shoot(page, "live-palette-wide");
    await page.getByRole("option", { name: /HighLatency/ }).click();
    await page.locator("#incident-title", { hasText: "HighLatency" }).waitFor();
  });
});

describe("live: what people do to an incident", () => {
  step("a note, a wait and its end", async () => {
    await go("#/incidents/INC-000001");
    await page.locator("#incident-title", { hasText: "HighLatency" }).waitFor();
    await button("Add a note").click();
    await form().getByLabel("Note").fill("looking at the database");
    await send();
    await line("looking at the database");
    if (await button("Acknowledge").count() > 0) await page.keyboard.press("a");
    await button("Wait").click();
    await form().getByLabel("What does it wait for?").fill("the database team");
    await send();
    await page.locator(".notice", { hasText: "the database team" }).waitFor();
    await button("Resume").click();
    await send("Resume");
    await page.locator(".notice", { hasText: "the database team" }).waitFor({ state: "detached" });
  });

  step("hypotheses are proposed, supported, refuted, accepted", async () => {
    const panel = page.locator(".panel",
      { has: page.getByRole("heading", { name: "Hypotheses" }) });
    await panel.getByRole("button", { name: "Propose one" }).click();
    await panel.getByLabel("What do you believe is the cause?").fill("a missing index");
    await panel.getByRole("button", { name: "Propose", exact: true }).click();
    for (const [act, state] of [["Refute", "Refuted"], ["Support", "Supported"],
      ["Accept", "Accepted"]]) {
      await panel.getByRole("button", { name: act, exact: true }).click();
      await panel.getByLabel("What shows it?").fill(`evidence to ${act}`);
      await panel.getByRole("button", { name: act, exact: true }).click();
      await panel.locator(".mark", { hasText: state }).waitFor();
    }
    await panel.getByText("evidence to Support").waitFor();
  });

  step("it becomes major, has roles, and is major no longer", async () => {
    await openMore("Declare major");
    await form().getByLabel("Why?").fill("customers cannot pay");
    await send();
    await page.locator(".notice.major", { hasText: "customers cannot pay" }).waitFor();
    await button("Give a role").click();
    await form().getByLabel("Role").selectOption("scribe");
    await form().getByLabel("Who takes it?").fill("Bo");
    await send();
    await page.locator(".roles", { hasText: "Bo" }).waitFor();
    await inspect("major");
    await openMore("End major");
    await form().getByLabel("Why?").fill("they can again");
    await send();
    await page.locator(".notice.major").waitFor({ state: "detached" });
  });

  step("links are made and removed; others are merged into it, and out again", async () => {
    const open = await pair.api("incidents?state=open");
    const evictions = open.find(({ title }) => title.includes("CacheEvictions"));
    await openMore("Link to another");
    await form().getByLabel("This incident is a").selectOption("child_of");
    await form().getByLabel("The other incident").fill(evictions.reference);
    await form().getByLabel("Why?").fill("it feeds it");
    await send();
    await page.locator(".notice", { hasText: "Part of" }).waitFor();
    await openMore("Remove a link");
    await form().getByLabel("Why?").fill("it does not");
    await send();
    await page.locator(".notice", { hasText: "Part of" }).waitFor({ state: "detached" });
    await openMore("Merge others into it");
    await form().getByText("CacheEvictions").click();
    await form().locator(".preview", { hasText: /then 2 symptoms on 2 hosts/ }).waitFor();
    await shoot(page, "live-merge-wide");
    await accessible(page, "merge");
    await form().getByLabel("Why?").fill("one fault");
    await send("Merge");
    await line("Merged");
    await page.locator(".symptoms > li").nth(1).waitFor();
    await openMore("Undo merge or split");
    await form().getByLabel("Why?").fill("two faults");
    await send();
    await page.locator(".symptoms > li").nth(1).waitFor({ state: "detached" });
  });

  step("symptoms are split off, with what stays behind shown before", async () => {
    const open = await pair.api("incidents?state=open");
    const [latency, evictions] = ["HighLatency", "CacheEvictions"].map((name) =>
      open.find(({ title }) => title.includes(name)));
    await pair.post(`incidents/${latency.id}/merge`,
      { actor: "Ann", reason: "together", from: String(evictions.number) });
    await page.locator(".symptoms > li").nth(1).waitFor();
    await openMore("Split symptoms off");
    await form().getByText("evicts").click();
    await form().locator(".preview", { hasText: /1 symptom stays in INC/ }).waitFor();
    await form().getByLabel("Why?").fill("another matter");
    await send("Split");
    await page.locator(".symptoms > li").nth(1).waitFor({ state: "detached" });
  });

  step("a silence says what it hides before it does, and the incident says so after", async () => {
    await openMore("Silence");
    await form().locator(".preview", { hasText: "Hides 1 open incident now." }).waitFor();
    await form().getByLabel("Why?").fill("known, a fix is on its way");
    await shoot(page, "live-silence-wide");
    await send("Silence");
    await page.locator(".notice", { hasText: "a silence" }).waitFor();
  });

  step("a known error is written down, followed, and its outcome told", async () => {
    await go("#/reviews");
    await page.getByRole("button", { name: "Write one down" }).click();
    await page.getByLabel("Title").fill("Checkout is slow after a deploy");
    await page.getByLabel("Kinds of symptoms").fill("alert.HighLatency");
    await page.getByLabel("What helps").fill("Recreate the index, then restart the workers.");
    await page.getByLabel("Its steps").fill("checked: the query plan\nrecreate the index");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Checkout is slow after a deploy" }).waitFor();
    await go("#/incidents/INC-000001");
    await page.getByText("Recreate the index, then").waitFor();
    await page.getByRole("button", { name: "It worked here" }).click();
    await page.getByText("Noted: it worked.").waitFor();
    const [known] = await pair.api("known-errors");
    assert.equal(known.worked, 1);
    await page.getByRole("button", { name: "Apply this fix" }).click();
    await page.getByText("Resolve the incident if it helped.").waitFor();
    await line("recreate the index");
    assert.equal(await page.getByRole("button", { name: "Apply this fix" }).count(), 0);
    await inspect("fix-applied");
  });

  step("it is resolved, reopened, resolved again, confirmed, and reviewed", async () => {
    for (const turn of ["index made", "index made again"]) {
      await button("Resolve").click();
      await form().getByLabel("Why is it over?").fill(turn);
      await form().getByLabel("Was it the accepted hypothesis?").getByText("a missing index")
        .waitFor({ state: "attached" });
      await send();
      await page.locator(".heading .mark", { hasText: /Dismissed|Recovered/ }).waitFor();
      if (turn === "index made") {
        assert.equal(await button("Confirm and close").count(), 0, "a symptom is still active");
        await button("Reopen").click();
        await form().getByLabel("Why is it not over?").fill("still slow");
        await send();
        await button("Resolve").waitFor();
      }
    }
    await pair.allClear("HighLatency", "web-1", { severity: "critical", path: "/checkout" });
    await button("Confirm and close").click();
    await send();
    await page.locator(".heading-marks", { hasText: "closed" }).waitFor();
    await inspect("closed");
    await page.getByRole("link", { name: "The record for its review" }).click();
    await page.getByText("Opened to resolved").waitFor();
    await page.getByText("(hypothesis h1)", { exact: true }).waitFor();
    await inspect("review");
    const [file] = await Promise.all([page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as Markdown" }).click()]);
    assert.equal(file.suggestedFilename(), "INC-000001.md");
  });
});

describe("live: places", () => {
  step("services: states with reasons, who needs whom, one of them", async () => {
    await go("#/services");
    await page.locator("tr", { hasText: "data" }).locator(".mark", { hasText: "Down" })
      .first().waitFor();
    await page.locator(".graph .node", { hasText: "Shared storage" }).waitFor();
    await inspect("services");
    await page.locator("tbody").getByRole("link", { name: "The shop" }).click();
    await page.getByText("it needs Orders database").waitFor();
    await inspect("service");
  });

  step("maintenance: planned with its next five occurrences, and ended", async () => {
    await go("#/silences");
    await page.getByText("known, a fix is on its way").waitFor();
    await page.getByRole("button", { name: "New maintenance window" }).click();
    await form().getByLabel("What is hidden").fill('host=~"db-.*"');
    await form().getByLabel("First time").fill("2030-01-06T02:00");
    await form().getByLabel("Time zone", { exact: true }).fill("Europe/Berlin");
    await form().getByLabel("Last until").fill("2031-01-01T00:00");
    await form().getByLabel("Why?").fill("weekly restore test");
    await form().getByText("The next 5 occurrences").waitFor();
    assert.equal(await form().locator(".occurrences li").count(), 5);
    await form().getByText(/= .*2030, 08:00:00 GMT\+7/).first().waitFor();
    await inspect("maintenance");
    await send("Plan it");
    const card = page.locator(".card", { hasText: "weekly restore test" });
    await card.getByText("The next occurrences").click();
    await card.locator(".occurrences li").nth(4).waitFor();
    await inspect("silences");
    await card.getByRole("button", { name: "End now" }).click();
    await card.locator(".mark", { hasText: "Over" }).waitFor();
  });

  step("a refusal of the server is told in its words", async () => {
    await page.getByRole("button", { name: "New silence" }).click();
    await form().getByLabel("What is hidden").fill('host=~"("');
    await form().locator(".preview .failure").waitFor();
    await form().getByRole("button", { name: "Cancel" }).click();
    visit.expect(/status of 400/);
  });

  step("the fleet and one host: charts of what its agent measures, the agent's cost", async () => {
    await go("#/hosts");
    await page.locator(".tile", { hasText: "db-1" }).getByText("happening").waitFor();
    await page.locator(".tile", { hasText: "web-1" }).waitFor();
    await inspect("fleet");
    await page.locator(".tile", { hasText: "browser-host" }).click();
    await page.locator("figcaption", { hasText: "cpu.time.busy_ratio" }).waitFor();
    await page.getByRole("heading", { name: "What the agent costs" }).waitFor();
    await page.getByRole("link", { name: "15 min" }).click();
    await page.locator(".canvas canvas").nth(3).waitFor();
    const box = await page.locator(".canvas").first().boundingBox();
    await page.mouse.move(box.x + box.width - 40, box.y + 50);
    // The pointer in one chart is in all of them.
    await page.locator("figcaption output", { hasText: "GMT+7" }).nth(2).waitFor();
    await inspect("host");
  });

  step("a host's learned limits and its pack; packs in use and a kind's guide in the settings",
    async () => {
      await go("#/hosts/browser-host");
      const limits = page.locator(".learned-limits");
      // It was told 15 s after the agent's start, and the page asks again when it is opened.
      await limits.locator("tbody tr").first().waitFor();
      await limits.getByText(/Judged by stock \+ hasty\.toml/).waitFor();
      await limits.getByText(/GMT\+7/).first().waitFor();
      await inspect("learned");
      await go("#/settings");
      const packs = page.locator(".packs");
      const differing = packs.locator("li", { hasText: "Differs from it" });
      await differing.getByRole("link", { name: "browser-host" }).waitFor();
      await packs.locator("li", { hasText: "The server's stock pack" }).getByText("2 hosts").first()
        .waitFor();
      await packs.getByLabel("Find a kind").fill("process.files.exhaustion");
      await packs.locator(".kinds summary").first().click();
      await packs.locator(".kinds").getByText("What it means:").waitFor();
      await packs.locator(".kinds").getByText("Questions for the first line").waitFor();
      await inspect("packs");
      await differing.getByRole("link", { name: "browser-host" }).click();
      await page.getByRole("heading", { name: "Learned limits" }).waitFor();
    }, "/api/v1/packs");
});

describe("live: the desk", () => {
  step("a user tells of trouble, hears what became of it, and writes on", async () => {
    await go("#/report");
    await page.getByLabel("What is wrong, or what do you need?")
      .fill("The shop is down: the checkout fails with an error since this morning");
    await page.getByLabel("Which service?").selectOption("shop");
    await page.getByLabel("Where do we answer?").fill("mia@example.org");
    await page.getByRole("button", { name: "Tell the desk" }).click();
    await page.locator(".notice", { hasText: "Thank you." }).waitFor();
    const mine = page.locator(".panel", { has: page.getByRole("heading", { name: "My reports" }) });
    await mine.getByText("the checkout fails").waitFor();
    await mine.getByText("Conversation").click();
    await mine.getByLabel("Write to the desk").fill("it works for my colleague");
    await mine.getByRole("button", { name: "Send" }).click();
    await mine.locator(".message", { hasText: "my colleague" }).waitFor();
    await inspect("report");
  }, "/api/v1/reports");

  step("what the model was not sure of is decided by a person", async () => {
    await page.getByLabel("What is wrong, or what do you need?").fill("hello there");
    await page.getByRole("button", { name: "Tell the desk" }).click();
    const unsure = page.locator(".panel", { has: page.getByRole("heading",
      { name: "What is not sure yet" }) });
    await unsure.getByText("hello there").waitFor();
    await unsure.getByRole("button", { name: "It is a request" }).click();
    await unsure.getByText("hello there").waitFor({ state: "detached" });
    const { reports } = await pair.api("requests?limit=50");
    assert.ok(reports.some(({ text }) => text === "hello there"));
  }, "/api/v1/reports");

  step("the incident shows its reporters, and they are answered there", async () => {
    const told = (await pair.api("incidents?state=open")).find(({ report_count: n }) => n > 0);
    await go(`#/incidents/${told.reference}`);
    const panel = page.locator(".panel", { has: page.getByRole("heading",
      { name: /report of a user/ }) });
    await panel.getByText("the checkout fails").waitFor();
    await panel.getByText("Conversation").click();
    await panel.getByLabel("Write to the reporter").fill("we are on it");
    await panel.getByRole("button", { name: "Send" }).click();
    await panel.locator(".message.desk", { hasText: "we are on it" }).waitFor();
    await openMore("Record how it ended");
    await form().getByLabel("How did it end?").selectOption("workaround");
    await form().getByRole("textbox", { name: "Fix" }).fill("switched to the other node");
    await send();
    await panel.getByText("Worked around").waitFor();
    await openMore("Show on the status page");
    await form().getByLabel(/What the status page says/).fill("Checkout is slow.");
    await send();
    await panel.getByText("On the status page:").waitFor();
    const shown = JSON.stringify(await (await fetch(`${pair.url}/status.json`)).json());
    assert.match(shown, /Checkout is slow\./, "the status page says it");
    await openMore("Answer the reporters");
    await form().getByLabel("To all who reported it").fill("it should be fast again");
    await send();
    await panel.getByText("it should be fast again").waitFor();
    await openMore("Send an update");
    await form().getByLabel(/How does it stand/).fill("half of the orders go through");
    await send();
    await line("half of the orders go through");
    await inspect("reporters");
  }, "/api/v1/reports");

  step("what was done is recorded, and who reported it is asked into a conference", async () => {
    const told = (await pair.api("incidents?state=open")).find(({ report_count: n }) => n > 0);
    await go(`#/incidents/${told.reference}`);
    await openMore("Record a step");
    await form().getByLabel("What kind of step?").selectOption("changed");
    await form().getByLabel("What was done?").fill("moved to the other node");
    await form().getByLabel("What came of it?").fill("half as slow");
    await send();
    await line("moved to the other node");
    await page.locator(".thread li", { hasText: "half as slow" }).getByText("Changed").waitFor();
    await openMore("Open a conference");
    await form().getByLabel("Why?").fill("walk the user through");
    await form().getByLabel("Its address, if there is one").fill("https://meet.example.org/x");
    await form().getByLabel("Who is invited?").selectOption("reporters");
    await send();
    await page.getByRole("link", { name: "https://meet.example.org/x" }).first().waitFor();
    const { bridge } = await pair.api(`incidents/${told.id}`);
    assert.equal(bridge.invites_reporters, true);
    await openMore("End the conference");
    await send("End the conference");
  }, "/api/v1/incidents/{id}/steps");

  step("the desk: queues, requests, who is on call", async () => {
    await go("#/desk");
    await page.getByRole("button", { name: /^All/ }).click();
    await page.locator(".row").first().waitFor();
    const requests = page.locator(".panel", { has: page.getByRole("heading",
      { name: "Requests" }) });
    const asked = requests.locator("li", { hasText: "hello there" });
    await asked.getByRole("button", { name: "Take it" }).click();
    await asked.getByText("With Ann").waitFor();
    await shoot(page, "live-requests-wide");
    await asked.getByRole("button", { name: "Done" }).click();
    await asked.getByLabel("What its reporter hears (may be left empty)").fill("hello to you");
    await asked.getByRole("button", { name: "Done" }).click();
    await asked.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Calendar" }).click();
    await page.locator(".shift", { hasText: "ann" }).first().waitFor();
    await page.getByText(/gaps: nobody is on call/).waitFor();
    await page.locator(".layers", { hasText: "by day" }).getByText("ann → bo").waitFor();
    await page.locator(".week").nth(1).scrollIntoViewIfNeeded();
    const week = await page.locator(".week").nth(1).boundingBox();
    await page.mouse.move(week.x + 40, week.y + 40);
    await page.mouse.down();
    await page.mouse.move(week.x + 140, week.y + 40, { steps: 4 });
    await page.mouse.up();
    await form().getByLabel("Who").fill("cleo");
    await form().getByLabel("Why?").fill("ann is away");
    await send();
    await page.locator(".shift.override", { hasText: "cleo" }).waitFor();
    await inspect("desk");
    await page.setViewportSize(narrow);
    await page.locator(".week").nth(13).waitFor();
    await page.locator(".cover .legend", { hasText: "cleo" }).waitFor();
    await page.setViewportSize(wide);
    await page.locator("li", { hasText: "cleo" })
      .getByRole("button", { name: "Take back" }).click();
    await page.locator(".shift.override").waitFor({ state: "detached" });
  }, "/api/v1/oncall/now");

  step("an incident is escalated with what the next one must know", async () => {
    const [first] = await pair.api("incidents?state=open");
    await go(`#/incidents/${first.reference}`);
    await openMore("Escalate");
    await form().getByLabel("To which tier").selectOption("L2");
    await form().getByLabel("What must the next one know?").fill("the index is missing");
    await send();
    await line("the index is missing");
  }, "/api/v1/incidents/{id}/escalate");

  step("the public status page says how services fare, without an account", async () => {
    const visitor = await browser.open(`${pair.url}/status`);
    await visitor.page.getByText("The shop").first().waitFor();
    await accessible(visitor.page, "status page");
    await shoot(visitor.page, "live-status-wide");
    await visitor.page.setViewportSize(narrow);
    assert.equal(await overflow(visitor.page), 0, "the status page fits a phone");
    await shoot(visitor.page, "live-status-narrow");
    assert.deepEqual(visitor.complaints, []);
    await visitor.close();
  }, "/status");

  step("statistics: figures, bars, and a file", async () => {
    await go("#/statistics");
    await page.locator(".figures dd").first().waitFor();
    await page.locator(".figures dt", { hasText: "To resolve, confirmed by reporters" }).waitFor();
    await page.getByRole("heading", { name: "Mean time in each state and tier" }).waitFor();
    await page.getByRole("button", { name: "By priority" }).click();
    await page.locator(".bars li").first().waitFor();
    await inspect("statistics");
    const [file] = await Promise.all([page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as CSV" }).click()]);
    assert.equal(file.suggestedFilename(), "foreshock-priority.csv");
  }, "/api/v1/statistics");

  step("settings: somebody is added, a team, a token that is shown once", async () => {
    await go("#/settings");
    await page.getByRole("button", { name: "Add somebody" }).click();
    await page.getByLabel("Account name").fill("bo");
    await page.getByRole("button", { name: "Add somebody" }).click();
    await page.locator(".notice pre", { hasText: "/welcome/" }).waitFor();
    await page.getByRole("button", { name: "Add a team" }).click();
    await page.getByLabel("Team name").fill("web");
    await page.getByLabel("Members").fill("bo");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("li", { hasText: "web" }).getByText("L1").waitFor();
    await page.getByRole("button", { name: "Make a token" }).click();
    await page.getByLabel("What is it for?").fill("the deploy job");
    await page.getByLabel("Whose (account name)").fill("bo");
    await page.getByRole("button", { name: "Make a token" }).click();
    await page.getByText("This is shown only now.").waitFor();
    await inspect("settings");
  }, "/api/v1/people");

  step("an incident is assigned and handed over; a conference is joined",
    async () => {
      const [first] = await pair.api("incidents?state=open");
      await go(`#/incidents/${first.reference}`);
      await openMore("Assign");
      await form().getByRole("textbox", { name: "Person" }).fill("bo");
      await form().getByLabel("Reason").selectOption("skill");
      await form().getByRole("textbox", { name: /^Note/ }).fill("they know the index");
      await send();
      await page.locator(".heading", { hasText: "bo" }).waitFor();
      await openMore("Hand over");
      await form().getByRole("textbox", { name: "Team" }).fill("web");
      await form().getByLabel("Reason").selectOption("shift_end");
      await form().getByLabel("What must the next one know?").fill("the index is being made");
      await send();
      await line("the index is being made");
      await openMore("Correct the category");
      await form().getByRole("textbox", { name: /^Category/ }).fill("network");
      await form().getByRole("textbox", { name: /^Subcategory/ }).fill("routing");
      await form().getByLabel("Why?").fill("a route is missing");
      await send();
      await line("Put into another category");
      await openMore("Open a conference");
      await form().getByLabel("Why?").fill("two teams are needed");
      await form().getByLabel("Its address, if there is one").fill("https://meet.example.org/y");
      await send();
      await openMore("I joined the conference");
      await send("I joined the conference");
      await line("Joined the conference");
      await openMore("End the conference");
      await send("End the conference");
      await inspect("handed-over");
    }, "/api/v1/incidents/{id}/hand-over");

  step("a channel is tested, and says what its receiver answered; somebody hears of a service",
    async () => {
      await go("#/settings");
      await page.getByRole("button", { name: "Send a test pager" }).click();
      await page.locator(".mark", { hasText: "Delivered" }).waitFor();
      const panel = page.locator(".panel", { has: page.getByRole("heading",
        { name: "Who hears of what" }) });
      await panel.getByRole("button", { name: "Add" }).click();
      await panel.getByLabel("Of which service").selectOption("shop");
      await panel.getByLabel("By which way").selectOption("pager");
      await panel.getByLabel("Address").fill("the-wall");
      await panel.getByLabel("As what").selectOption("management");
      await panel.getByLabel("How grave").selectOption("P2");
      await panel.getByRole("button", { name: "Save" }).click();
      await panel.locator("li", { hasText: "the-wall" }).getByText(/P2 or graver/).waitFor();
      await inspect("channels");
      await panel.getByRole("button", { name: "Remove the-wall" }).click();
      await panel.locator("li", { hasText: "the-wall" }).waitFor({ state: "detached" });
    }, "/api/v1/channels");

  step("the audit log says who did what", async () => {
    await go("#/audit");
    await page.locator("tbody tr").first().waitFor();
    await inspect("audit");
    const [file] = await Promise.all([page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as CSV" }).click()]);
    assert.match(file.suggestedFilename(), /\.csv$/);
  }, "/api/v1/audit");
});

describe("live: a leak", () => {
  step("it is on the page before it disrupts, with what was measured and where it leads",
    async () => {
      await go("#/");
      const row = page.locator(".row").filter({ hasText: "shop" }).filter({ hasText: "Coming" });
      await row.waitFor({ timeout: noticed_within_ms });
      assert.match(await row.locator(".outlook-main").innerText(), /^in \d+|any moment/);
      await row.locator("h3 a").click();
      const plot = page.locator(".canvas").first();
      await plot.waitFor();
      const drawn = await drawnColours(page, plot);
      for (const name of ["line", "limit", "forecast", "onset"]) {
        assert.ok(drawn[name] > 20, `${name}: ${drawn[name]} pixels`);
      }
      const text = await page.locator("main").innerText();
      for (const part of ["First signs", "process.files.open_count", "likely cause", "Why P",
        "Probable causes", "Scope", "The till", "Ask first"]) {
        assert.ok(text.includes(part), `says: ${part}`);
      }
      const asked = page.locator(".questions > li").first();
      await asked.getByRole("button", { name: /^Note the answer/ }).click();
      await asked.getByLabel("What was the answer?").fill("deployed at noon");
      await asked.getByRole("button", { name: "Save" }).click();
      await asked.getByText("deployed at noon").waitFor();
      await line("Question answered");
      await inspect("leak");
    });

  step("the forecast stands on the time line, and leads to its incident", async () => {
    await go("#/forecasts");
    const ahead = page.locator(".ahead-row", { hasText: "shop" }).first();
    await ahead.waitFor();
    await inspect("forecasts");
    await ahead.getByRole("link").click();
    await page.locator("#incident-title", { hasText: "shop" }).waitFor();
    await page.keyboard.press("a");
    await page.locator(".heading").getByText("With Ann").waitFor();
  });

  step("dark, and in Thai", async () => {
    await page.getByRole("button", { name: "Dark colours" }).click();
    await eventually(async () =>
      (await drawnColours(page, page.locator(".canvas").first())).line > 20);
    await accessible(page, "leak, dark");
    await shoot(page, "live-leak-dark");
    await page.getByRole("button", { name: "ไทย" }).click();
    await page.getByRole("heading", { name: "ขอบเขต" }).waitFor();
    await legible(page, "leak, Thai");
    await shoot(page, "live-leak-thai-dark");
    for (const [name, hash] of [["now", "#/"], ["fleet", "#/hosts"], ["services", "#/services"],
      ["silences", "#/silences"], ["reviews", "#/reviews"], ["forecasts", "#/forecasts"],
      ["desk", "#/desk"], ["report", "#/report"], ["statistics", "#/statistics"],
      ["settings", "#/settings"], ["audit", "#/audit"]]) {
      await go(hash);
      await page.locator("main h1").waitFor();
      await accessible(page, `${name}, dark`);
      await shoot(page, `live-${name}-thai-dark`);
    }
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Light colours" }).click();
  });

  step("the process goes, and the page says that it is over; nothing complained", async () => {
    await go("#/");
    await page.locator(".row", { hasText: "shop" }).first().locator("h3 a").click();
    shop.kill("SIGKILL");
    await page.locator(".heading").getByText(/Recovering|Prevented|Recovered/)
      .waitFor({ timeout: 40_000 });
    assert.deepEqual(visit.complaints, []);
  });
});
