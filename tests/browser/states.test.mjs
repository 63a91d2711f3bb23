// The page's states, against a fake server that can be brought into each of them.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { Browser, narrow, overflow, shoot } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { accuracy, cover, detail, forecastIn, host, incident, learned, learnedLimit, packKind }
  from "./support/fixtures.mjs";
import { drawnColours } from "./support/canvas.mjs";
import { accessible, legible } from "./support/checks.mjs";

const minute = 60_000;
const ago = (ms) => new Date(Date.now() - ms).toISOString();
let browser;
let server;
let visit;

/** Opens the page at a hash and waits until it is live. */
async function open(hash = "/", options = {}) {
  visit = await browser.open(`${server.url}/#${hash}`, options);
  await visit.page.locator(".connection.live").waitFor();
  return visit.page;
}

/** Until `condition` holds; fails loudly when it does not within some seconds. */
async function eventually(condition) {
  const end = Date.now() + 5_000;
  while (!await condition()) {
    assert.ok(Date.now() < end, `never: ${condition}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

const titles = (page) => page.locator(".rows h3").allInnerTexts();

before(async () => { browser = await Browser.launch(); });
after(async () => { await browser.close(); });
beforeEach(async () => {
  server = await new FakeServer().start();
  server.hosts = [host("web-1"), host("db-1"), host("batch-7")];
});
afterEach(async () => {
  const complaints = visit?.complaints ?? [];
  await visit?.close();
  await server.stop();
  visit = undefined;
  assert.deepEqual(complaints, [], "the console stays silent");
});

describe("now", () => {
  test("nothing open: calm, with when it was last true", async () => {
    const page = await open();
    assert.equal(await page.locator("h1").innerText(), "Nothing is coming.");
    assert.match(await page.locator(".vitals").innerText(),
      /^Last checked \d+ s ago · 3 hosts · 0 silent$/);
    assert.equal(await page.title(), "Foreshock");
    await shoot(page, "calm-wide");
    await page.setViewportSize(narrow);
    assert.equal(await overflow(page), 0);
    await shoot(page, "calm-narrow");
  });

  test("open incidents: by priority, what is coming before what is here", async () => {
    server.put(incident(1, { title: "here", phase: "occurring" }));
    server.put(incident(2, { title: "minor", priority: "P4" }));
    server.put(incident(3, { title: "coming" }));
    server.put(incident(4, { title: "worst", priority: "P1", phase: "occurring", owner: "Ann",
      recovering_since: ago(minute) }));
    server.put(incident(5, { title: "over", open: false, state: "resolved", outcome: "prevented",
      resolved_at: ago(20 * minute) }));
    const page = await open();
    assert.deepEqual(await titles(page), ["worst", "coming", "here", "minor", "over"]);
    assert.equal(await page.locator("h1").innerText(),
      "2 disruptions are coming, 2 are happening");
    assert.equal(await page.title(), "(4) Foreshock");
    const words = await page.locator(".rows .mark").allInnerTexts();
    assert.deepEqual(words, ["Recovering", "Coming", "Happening", "Coming", "Prevented"]);
    await shoot(page, "now-wide");
    await page.setViewportSize(narrow);
    assert.equal(await overflow(page), 0);
    await shoot(page, "now-narrow");
  });

  test("the countdown runs", async () => {
    server.put(incident(1));
    const page = await open();
    const left = () => page.locator(".outlook-main").innerText();
    const first = await left();
    assert.match(first, /^in 8 min \d+ s$/);
    await page.waitForFunction((text) =>
      document.querySelector(".outlook-main").textContent !== text, first);
    assert.match(await page.locator(".outlook-beside").innerText(), /^between 6 and 1[12] min$/);
  });

  test("a new incident appears by itself, and is said to those who listen", async () => {
    const page = await open();
    server.say(incident(7, { title: "/var on web-1 will be full" }));
    await page.locator(".rows h3", { hasText: "/var on web-1" }).waitFor();
    assert.equal(await page.locator("[aria-live=polite]").innerText(),
      "New incident, P2, Coming: /var on web-1 will be full");
    assert.equal(await page.title(), "(1) Foreshock");
  });

  test("filters are part of the address, and lead back", async () => {
    server.put(incident(1, { title: "first", priority: "P1" }));
    server.put(incident(2, { title: "second", hosts: ["db-1"] }));
    server.put(incident(3, { title: "over", open: false, state: "closed", outcome: "recovered",
      resolved_at: ago(300 * minute) }));
    const page = await open();
    await page.locator(".filters a", { hasText: "P1" }).click();
    assert.deepEqual(await titles(page), ["first"]);
    assert.equal(new URL(page.url()).hash, "#/?priority=P1");
    await page.locator(".filters a", { hasText: "Ended" }).click();
    assert.equal(await page.locator("main").getByText("Nothing has ended yet.").count(), 1);
    await page.goto(`${server.url}/#/?state=ended`);
    assert.deepEqual(await titles(page), ["over"]);
    await page.goto(`${server.url}/#/?host=db-1`);
    assert.deepEqual(await titles(page), ["second"]);
    await page.goBack();
    assert.deepEqual(await titles(page), ["over"]);
  });

  test("many incidents and long words: nothing is cut off, all are there", async () => {
    for (let number = 1; number <= 620; number += 1) {
      server.put(incident(number, { priority: `P${1 + number % 5}`,
        components: [`filesystem /srv/${"very-long-name-".repeat(number % 12)}end`] }));
    }
    const page = await open("/", { size: narrow });
    const rows = page.locator(".rows > li");
    assert.equal(await rows.first().getAttribute("aria-setsize"), "620");
    assert.ok(await rows.count() < 60);
    assert.equal(await overflow(page), 0);
    // Rows are higher than was guessed: each look at the end measures some more of them.
    await eventually(async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      return await page.locator("li[aria-posinset='620']").count() === 1;
    });
    assert.equal(await overflow(page), 0);
  });
});

describe("one incident", () => {
  test("sentence, reasons, signs, guide, questions, timeline are there", async () => {
    server.put(incident(42));
    const page = await open("/incidents/INC-000042");
    await page.locator("canvas").first().waitFor();
    const text = await page.locator("main").innerText();
    for (const part of ["shop on web-1 will run out of open files", "INC-000042", "86% confident",
      "open() fails in shop", "a service is affected (impact 2)", "Impact 2 × urgency 1",
      "its memory grows with them", "+1 min 35 s", "Was shop deployed or reconfigured today?",
      "prlimit --pid 4242", "Priority changed", "P3 → P2", "812 files / 1,024 files", "GMT+7"]) {
      assert.ok(text.includes(part), `says: ${part}`);
    }
    await shoot(page, "incident-wide");
    await page.setViewportSize(narrow);
    assert.equal(await overflow(page), 0);
    await shoot(page, "incident-narrow");
  });

  test("the plot draws the measured line, the limit, the forecast and the onset", async () => {
    server.put(incident(42));
    const page = await open("/incidents/INC-000042");
    const plot = page.locator(".canvas").first();
    await plot.waitFor();
    const drawn = await drawnColours(page, plot);
    for (const name of ["line", "limit", "forecast", "onset"]) {
      assert.ok(drawn[name] > 20, `${name}: ${drawn[name]} pixels`);
    }
    const label = await plot.getAttribute("aria-label");
    assert.match(label,
      /open_count · shop · 4242: \d+ files at .* The limit is 1,024 files\. At this rate/);
    assert.equal(await page.locator(".legend").first().locator("li").count(), 3);
    const asked = server.requests.find((each) => each.includes("process.files.open_count"));
    assert.match(asked, /labels=%7B%22process%22%3A%22shop%22%2C%22pid%22%3A%224242%22%7D/);
  });

  test("no samples kept: the plot says so instead of being empty", async () => {
    server.samples = ({ signal, labels }) => ({ signal, labels, points: [] });
    server.put(incident(42));
    const page = await open("/incidents/INC-000042");
    await page.getByText("No samples are kept for this time.").first().waitFor();
  });

  test("the snapshot names the culprit in words, not by colour alone", async () => {
    server.put(incident(42));
    const page = await open("/incidents/INC-000042");
    const culprit = page.locator("tr.culprit");
    await culprit.first().waitFor();
    assert.equal(await culprit.count(), 1);
    assert.match(await culprit.innerText(), /4242\s+shop.*likely cause/s);
    assert.equal(await page.getByRole("region", { name: "Processes by open files" }).count(), 1);
  });

  test("what processes and logs call themselves is text, never markup", async () => {
    const evil = "<img src=x onerror=\"document.title='owned'\">"
      + "<script>document.title='owned'</script>";
    const item = incident(42, { title: evil, sentence: evil, components: [evil], owner: evil });
    const whole = detail(item);
    whole.diagnosis.guide = evil;
    whole.symptoms[0].snapshot.sections[0].rows[0][1] = evil;
    server.put(item, whole);
    const page = await open("/incidents/INC-000042");
    assert.equal(await page.locator("h1").innerText(), evil);
    assert.ok((await page.locator("tr.culprit").innerText()).includes(evil));
    assert.equal(await page.locator("main img, main script").count(), 0);
    assert.notEqual(await page.title(), "owned");
  });

  test("it follows what happens: overdue, happening, recovering, over", async () => {
    const item = incident(42);
    server.put(item);
    const page = await open("/incidents/INC-000042");
    const outlook = page.locator(".heading .outlook");
    await outlook.getByText(/in 8 min/).waitFor();
    server.say({ ...item, revision: 4, forecast: forecastIn(-30_000) });
    await outlook.getByText(/expected 3\d s ago/).waitFor();
    server.say({ ...item, revision: 5, phase: "occurring" });
    await outlook.getByText("Happening").waitFor();
    server.say({ ...item, revision: 6, phase: "occurring", recovering_since: ago(5_000) });
    await outlook.getByText("Recovering").waitFor();
    server.say({ ...item, revision: 7, open: false, state: "resolved", outcome: "recovered",
      resolved_at: ago(1_000) });
    await outlook.getByText("Recovered").waitFor();
    assert.equal(await page.getByRole("button", { name: "Resolve" }).count(), 0);
  });

  test("one that does not exist: said, with a way back", async () => {
    const page = await open("/incidents/INC-000999");
    await page.getByText("There is no such incident.").waitFor();
    visit.expect(/status of 404/);
    await page.getByRole("link", { name: "All incidents" }).click();
    await page.getByText("Nothing is coming.").waitFor();
  });
});

describe("acting", () => {
  test("acknowledge: asks the name once, keeps it, says who has it", async () => {
    server.put(incident(41));
    server.put(incident(42));
    const page = await open("/incidents/INC-000042");
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Ann");
    await page.keyboard.press("Enter");
    await page.locator(".heading").getByText("With Ann").waitFor();
    await page.locator(".thread").getByText("Acknowledged").waitFor();
    assert.deepEqual(server.acts.map(({ action, body }) => [action, body]),
      [["acknowledge", { actor: "Ann" }]]);
    assert.match(server.acts[0].key, /^[0-9a-f]{32}$/);
    await page.goto(`${server.url}/#/`);
    await page.locator(".row button").click();
    await page.locator(".row", { hasText: "With Ann" }).nth(1).waitFor();
    assert.equal(await page.locator("dialog").count(), 0);
  });

  test("a refusal: the server's words, and nothing pretended", async () => {
    server.put(incident(42));
    server.refusals.set("acknowledge", [409, "Conflict", "Bo acknowledged it a moment ago"]);
    const page = await open("/incidents/INC-000042");
    await page.evaluate(() => localStorage.setItem("foreshock.actor", "Ann"));
    await page.reload();
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByRole("alert").getByText("Not saved: Bo acknowledged it a moment ago").waitFor();
    visit.expect(/status of 409/);
    assert.match(await page.locator(".heading-marks").innerText(), /Nobody has it yet/);
  });

  test("a note and a resolution carry their words; an empty one is not sent", async () => {
    server.put(incident(42));
    const page = await open("/incidents/INC-000042");
    await page.evaluate(() => localStorage.setItem("foreshock.actor", "Ann"));
    await page.reload();
    await page.getByRole("button", { name: "Add a note" }).click();
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Save" }).click();
    assert.equal(server.acts.length, 0);
    await page.getByLabel("Note", { exact: true }).fill("restarted shop\nwatching");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".thread").getByText("restarted shop").waitFor();
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.getByLabel("Why is it over?").fill("limit raised");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".heading").getByText("Dismissed").waitFor();
    assert.deepEqual(server.acts.map(({ action, body }) => [action, body]), [
      ["notes", { actor: "Ann", text: "restarted shop\nwatching" }],
      ["resolve", { actor: "Ann", reason: "limit raised" }],
    ]);
  });
});

describe("keys", () => {
  test("j and k move, Enter opens, Escape returns to the same row", async () => {
    for (const number of [1, 2, 3]) server.put(incident(number, { priority: `P${number}` }));
    const page = await open();
    const focused = () => page.evaluate(() => document.activeElement.dataset.row ?? "");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const second = await focused();
    assert.equal(second, incident(2).id);
    await page.keyboard.press("k");
    assert.equal(await focused(), incident(1).id);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.locator("#incident-title").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "incident-title");
    await page.keyboard.press("Escape");
    await page.locator(".rows").first().waitFor();
    assert.equal(await focused(), second);
  });

  test("a acknowledges the focused row, and types in a field", async () => {
    server.put(incident(1));
    const page = await open();
    await page.keyboard.press("j");
    await page.keyboard.press("a");
    await page.locator("dialog input:focus").waitFor();
    await page.keyboard.type("jaj?");
    await page.keyboard.press("Enter");
    await page.getByText("With jaj?").waitFor();
  });

  test("? shows the keys, Escape closes them; the focus is seen", async () => {
    server.put(incident(1));
    const page = await open();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await shoot(page, "keys-wide");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("j");
    const outline = await page.locator(".row").first()
      .evaluate((row) => getComputedStyle(row).outlineStyle);
    assert.equal(outline, "solid");
  });
});

describe("the line to the server", () => {
  test("it goes: the page says since when it is stale; it comes back: all is fetched again",
    async () => {
      server.put(incident(1, { title: "before" }));
      const page = await open();
      await server.stop();
      await page.locator(".banner").getByText(/What you see was true at .* GMT\+7/).waitFor();
      assert.equal(await page.locator(".connection").innerText(), "Stale");
      assert.deepEqual(await titles(page), ["before"]);
      await shoot(page, "stale-wide");
      server.incidents.clear();
      server.put(incident(2, { title: "after" }));
      await server.start();
      await page.locator(".rows h3", { hasText: "after" }).waitFor();
      assert.deepEqual(await titles(page), ["after"]);
      assert.equal(await page.locator(".banner").count(), 0);
      visit.expect(/ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)/);
    });

  test("an operator token is asked for, kept, and sent everywhere", async () => {
    server.token = "secret";
    server.put(incident(1));
    visit = await browser.open(`${server.url}/#/`);
    const { page } = visit;
    await page.getByLabel("Operator token").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByLabel("Operator token").fill("secret");
    await page.keyboard.press("Enter");
    await page.locator(".connection.live").waitFor();
    assert.equal(await page.locator(".rows li").count(), 1);
    await page.reload();
    await page.locator(".connection.live").waitFor();
    visit.expect(/status of 401/);
  });
});

describe("hosts", () => {
  test("the fleet: each host with its risk in words, the gravest first; groups; silent ones",
    async () => {
      server.hosts = [
        host("web-1", { open_incidents: 1 }), host("web-2", { facts: { os: "Debian 11" } }),
        host("batch-7", { presence: "expected_away", goodbye: "reboot" }),
        host("db-1", { presence: "lost", last_seen: ago(10 * minute) }),
      ];
      server.put(incident(1));
      const page = await open("/hosts");
      const tiles = page.locator(".tile");
      await tiles.nth(3).waitFor();
      assert.match((await tiles.allInnerTexts()).join(" ; ").replaceAll("\n", " "),
        /^web-1 in 8 min \d+ s ; db-1 silent ; batch-7 away ; web-2 clear$/);
      assert.match(await page.locator(".risk-filter").innerText(),
        /1\s+within 1 hour.*1\s+silent/s);
      await page.getByRole("link", { name: "1 silent", exact: true }).click();
      assert.deepEqual(await page.locator(".tile-name").allInnerTexts(), ["db-1"]);
      assert.equal(new URL(page.url()).hash, "#/hosts?risk=silent");
      await page.goto(`${server.url}/#/hosts?group=os`);
      await page.locator(".fleet-head", { hasText: "Debian 11" }).waitFor();
      await page.setViewportSize(narrow);
      assert.equal(await overflow(page), 0);
      await shoot(page, "fleet-narrow");
      server.sayHost({ ...server.hosts[3], presence: "present", last_seen: ago(0) });
      await page.getByText("4 hosts · 0 silent").waitFor();
    });

  test("one host: presence, clock, facts, changes, charts that share a span and can be looked into",
    async () => {
      server.hosts = [host("web-1", { clock_skew_seconds: -42, changes:
        [{ at: ago(minute), fact: "kernel", from: "6.1.0-25-amd64", to: "6.1.0-26-amd64" }] })];
      server.series = [{ signal: "cpu.time.busy_ratio", labels: {} },
        { signal: "memory.ram.available_bytes", labels: {} },
        { signal: "process.files.open_count", labels: { process: "shop" } }];
      server.put(incident(1));
      const page = await open("/hosts/web-1");
      await page.locator(".canvas").nth(1).waitFor();
      const text = await page.locator("main").innerText();
      for (const part of ["Present", "Clock 42 s behind", "6.1.0-25-amd64 → 6.1.0-26-amd64",
        "memory.ram.available_bytes", "Incidents here"]) {
        assert.ok(text.includes(part), `says: ${part}`);
      }
      await page.getByLabel("Add a chart of any signal").fill("process.files.open_count");
      await page.locator("figcaption", { hasText: "process.files.open_count" }).waitFor();
      const box = await page.locator(".canvas").first().boundingBox();
      await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 4 });
      await page.mouse.up();
      await page.getByRole("link", { name: "Back to the last hour" }).waitFor();
      assert.match(new URL(page.url()).hash, /^#\/hosts\/web-1\?from=\d+&to=\d+$/);
      await page.getByRole("link", { name: "6 h" }).click();
      assert.match(new URL(page.url()).hash, /last=21600/);
      await page.setViewportSize(narrow);
      assert.equal(await overflow(page), 0);
    });
});

describe("what hosts are judged by", () => {
  const able = (...paths) => server.answers.set("openapi.json",
    { paths: Object.fromEntries(paths.map((path) => [`/api/v1${path}`, {}])) });

  test("a host's learned limits: with unit, bounds, when and of how much; the moved ones first",
    async () => {
      able("/hosts/{id}/learned");
      const read = "disk.read.latency_seconds";
      server.answers.set("hosts/web-1/learned", learned([
        learnedLimit(read, { disk: "sda" }, { limit: 0.5, usual_low: null, usual_high: null }),
        learnedLimit(read, { disk: "sdb" }),
        learnedLimit("cpu.pressure.some_avg10", {}, { unit: "percent", limit: 60, pack_limit: 85,
          usual_low: null, usual_high: 22, bad: "below", floor: 40, ceiling: 97 }),
      ], { left_out: 2 }));
      const page = await open("/hosts/web-1");
      const rows = page.locator(".learned-limits tbody tr");
      await rows.nth(2).waitFor();
      const text = (await rows.allInnerTexts()).map((each) => each.replace(/\s+/g, " "));
      assert.match(text[0], /disk sdb disk.latency.read more than 12 ms is bad moved 2 ms to 6 ms/);
      assert.match(text[0], /500 ms 150 ms – 4 s 4 d 6 h seen, since .*GMT\+7 form 1$/);
      assert.match(text[1], /less than 60% is bad moved 22% so far today 85% 40% – 97%/);
      assert.match(text[2], /more than 500 ms is bad as in the pack no whole day seen yet/);
      await page.getByText("2 more limits are not shown here.").waitFor();
      await page.getByText(/^34 other things were learned/).waitFor();
      await page.getByText("Judged by stock + 90-local.toml").waitFor();
      await legible(page, "learned limits");
      await accessible(page, "learned limits");
      await shoot(page, "learned-wide");
      await page.setViewportSize(narrow);
      assert.equal(await overflow(page), 0);
      await shoot(page, "learned-narrow");
      await page.emulateMedia({ colorScheme: "dark" });
      await page.evaluate(() => { localStorage.setItem("foreshock.language", "th"); });
      await page.reload();
      await rows.nth(2).waitFor();
      await shoot(page, "learned-thai-dark-narrow");
    });

  test("a host whose agent told nothing: said why", async () => {
    able("/hosts/{id}/learned");
    server.answers.set("hosts/web-1/learned", learned([], { at: null, pack: null, others: 0 }));
    const page = await open("/hosts/web-1");
    await page.getByText(/^The agent has not told of its limits yet/).waitFor();
  });

  test("packs: which hosts differ; a kind is found by its words and opened to its guide",
    async () => {
      able("/packs");
      const stock = { id: "0123456789abcdef", version: "1.2.0", kinds: 43, parts: [] };
      const parts = [{ name: "stock", id: "aa" }];
      server.answers.set("packs", { stock, window_seconds: 7_776_000, hosts_silent: 2, used: [
        { id: stock.id, kinds: 43, stock: true, versions: ["1.2.0"], parts, host_count: 120,
          hosts: Array.from({ length: 100 }, (_, n) => `web-${n}`) },
        { id: "fedcba9876543210", kinds: 44, stock: false, versions: ["1.1.0", "1.2.0"],
          parts: [...parts, { name: "90-local.toml", id: "bb" }], host_count: 2,
          hosts: ["db-1", "db-2"] }],
      kinds: [packKind("filesystem.space.exhaustion", { record: { came: 7, never: 1,
        precision: 0.875, median_lead_seconds: 1_830, false_alarms_per_host_week: 0.02 } }),
      packKind("cpu.saturation", { unit: "percent", severity: { usual: "warning", said_at: 85,
        learned: true, bad: "above", critical_when: "beyond", critical_at: 95 } }),
      ...Array.from({ length: 41 }, (_, n) => packKind(`disk.kind${n}`))] });
      const page = await open("/settings");
      const panel = page.locator(".packs");
      await panel.locator("li", { hasText: "Differs from it" }).getByRole("link", { name: "db-2" })
        .waitFor();
      await panel.getByText("agents 1.1.0, 1.2.0").waitFor();
      await panel.getByText("2 hosts have not said what they judge by.").waitFor();
      await panel.getByText("20 of 43 kinds").waitFor();
      await panel.getByLabel("Find a kind").fill("space EXHAUSTION");
      await panel.getByText("1 kind", { exact: true }).waitFor();
      await panel.locator(".kinds summary").click();
      const kind = panel.locator(".kinds > li");
      await kind.getByText("prlimit --pid 4242").waitFor();
      const text = await kind.innerText();
      for (const part of ["warning; critical when it is expected within 15 min",
        "7 disruptions came", "1 false alarm", "88% came true", "30 min 30 s ahead (median)",
        "< 0.1 false alarms a week and host", "Was a backup moved here?"]) {
        assert.ok(text.includes(part), `says: ${part}`);
      }
      await legible(page, "packs");
      await accessible(page, "packs");
      await shoot(page, "packs-wide");
      await page.setViewportSize(narrow);
      assert.equal(await overflow(page), 0);
      await shoot(page, "packs-narrow");
      await panel.getByLabel("Find a kind").fill("cpu.sat");
      await panel.locator(".kinds summary", { hasText: "cpu.saturation" }).click();
      await panel.getByText("warning from 85%, critical from 95%").waitFor();
      await panel.getByText("follows what is usual on each host").waitFor();
      await panel.getByLabel("Find a kind").fill("nonsense");
      await panel.getByText("No kind matches.").waitFor();
    });
});

describe("the calendar", () => {
  test("on a phone each day has a row, names are whole, and a key says who is who", async () => {
    server.answers.set("openapi.json", { paths: { "/api/v1/oncall/now": {} } });
    const people = ["ann.lee", "bo", "somchai.prasert", "cleo"];
    const calendar = cover(people);
    server.answers.set("oncall/now", [{ schedule: "web", title: "Web on call",
      zone: "Asia/Bangkok", now: calendar.shifts[1], next: calendar.shifts[2] }]);
    server.answers.set("oncall/schedules/web", calendar);
    server.answers.set("oncall/overrides", []);
    const page = await open("/desk", { size: narrow });
    await page.getByRole("button", { name: "Calendar" }).click();
    await page.locator(".week").nth(13).waitFor();
    // What is written into a shift is not cut off.
    const cut = await page.locator(".shift").evaluateAll((all) => all
      .filter((each) => each.innerText.trim() && !each.querySelector(".unseen")
        && each.scrollWidth > each.clientWidth).map((each) => each.innerText));
    assert.deepEqual(cut, []);
    assert.ok(await page.locator(".shift", { hasText: "somchai.prasert" }).count() > 2);
    assert.deepEqual(await page.locator(".cover .legend li").allInnerTexts(),
      [...people].sort().concat("nobody"));
    await page.locator(".layers", { hasText: "turns of 1 d" })
      .getByText("ann.lee → bo → somchai.prasert → cleo").waitFor();
    await page.getByText("in its hours only").waitFor();
    assert.equal(await overflow(page), 0);
    await accessible(page, "calendar");
    await shoot(page, "calendar-narrow");
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.locator(".week").nth(2).waitFor({ state: "detached" });
    assert.equal(await page.locator(".week").count(), 2);
    await shoot(page, "calendar-wide");
  });
});

describe("forecasts", () => {
  test("nothing has ended yet: said, without an empty table", async () => {
    const page = await open("/forecasts");
    await page.getByText("No forecast has ended yet.").waitFor();
    await page.getByText("Nothing is announced.").waitFor();
    assert.equal(await page.locator("table").count(), 0);
  });

  test("the record: a row per kind over all hosts, what is not known is a dash", async () => {
    const disk = { hit: 6, early: 1, late: 1, never: 2, prevented: 3, unannounced: 1,
      precision: 0.8, median_lead_seconds: 1_380, false_alarms_per_host_week: 0.25 };
    server.forecasts.accuracy = [
      accuracy("filesystem.space.exhaustion", disk),
      accuracy("filesystem.space.exhaustion", { ...disk, host: "web-1" }),
      accuracy("memory.exhaustion", { prevented: 1 }),
    ];
    const page = await open("/");
    await page.getByRole("link", { name: "Forecasts" }).click();
    await page.locator("tbody tr").nth(1).waitFor();
    assert.equal(await page.locator("tbody tr").count(), 2);
    const cells = (row) => page.locator("tbody tr").nth(row).locator("th, td").allInnerTexts();
    assert.deepEqual(await cells(0), ["filesystem.space.exhaustion", "6", "1", "1", "2", "3", "1",
      "80%", "23 min", "0.3"]);
    assert.deepEqual(await cells(1), ["memory.exhaustion", "0", "0", "0", "0", "1", "0", "–", "–",
      "0"]);
    assert.equal(await page.locator(".vitals").innerText(), "0 forecasts are open · over 90 days");
    await shoot(page, "forecasts-wide");
    await page.setViewportSize(narrow);
    assert.equal(await overflow(page), 0);
    await shoot(page, "forecasts-narrow");
  });
});

describe("readers", () => {
  test("Thai: as the browser asks, and by the switch, which is kept", async () => {
    server.put(incident(42));
    const page = await open("/incidents/INC-000042", { locale: "th-TH" });
    assert.equal(await page.evaluate(() => document.documentElement.lang), "th");
    await page.getByRole("button", { name: "รับทราบ" }).waitFor();
    await page.locator("canvas").first().waitFor();
    await shoot(page, "incident-thai-wide");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Acknowledge" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Acknowledge" }).waitFor();
  });

  test("dark: the page and its plots follow the reader's scheme", async () => {
    server.put(incident(42));
    const page = await open("/incidents/INC-000042", { colorScheme: "dark" });
    const plot = page.locator(".canvas").first();
    await plot.waitFor();
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.match(ground, /^rgb\(1?\d, 1?\d, [12]?\d\)$/);
    assert.ok((await drawnColours(page, plot)).line > 20);
    await shoot(page, "incident-dark-wide");
    await page.emulateMedia({ colorScheme: "light" });
    await eventually(async () => (await drawnColours(page, plot)).line > 20);
  });

  test("landmarks and names: everything that can be pressed says what it is", async () => {
    server.put(incident(42));
    const page = await open("/incidents/INC-000042");
    await page.locator("canvas").first().waitFor();
    for (const role of ["banner", "main", "navigation"]) {
      assert.ok(await page.getByRole(role).count() > 0, role);
    }
    const nameless = await page.locator("a, button, input, textarea, [role=img], [role=region]")
      .evaluateAll((all) => all.filter((each) => !(each.textContent.trim()
        || each.getAttribute("aria-label") || each.labels?.length)).map((each) => each.outerHTML));
    assert.deepEqual(nameless, []);
    assert.equal(await page.locator("h1").count(), 1);
  });
});
