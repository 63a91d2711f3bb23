// A real foreshock-server and foreshock-agent with a scratch folder of their own, and a process
// that leaks descriptors towards its own limit. Everything ends with `stop`.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync }
  from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

async function freePort() {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

// The stock pack is made for hours; a test has seconds.
const hastyPack = `[kinds."process.files.exhaustion".exhaustion]
warm_up = "2s"
evidence_min = "5s"
`;

const captured = fileURLToPath(new URL("../../golden/host", import.meta.url));

/** The leaking host is the till, which nobody needs; the shop needs a database and a cache. */
const services = `
[[service]]
name = "shop"
title = "The shop"
team = "web"
hosts = ["web-*"]
depends_on = ["database", "cache"]
weight = 5
users = 1200
public = true
[[service]]
name = "till"
title = "The till"
hosts = ["browser-host"]
weight = 4
[[service]]
name = "database"
title = "Orders database"
team = "data"
hosts = ["db-*"]
depends_on = ["storage"]
[[service]]
name = "cache"
hosts = ["cache-*"]
[[service]]
name = "storage"
title = "Shared storage"
hosts = ["nas-*"]
`;

/** Two who take turns by day, nobody at night; two tiers. */
const desk = `
[tiers.l1]
team = "desk"
[tiers.l2]
team = "web"
[[schedule]]
name = "web"
title = "Web on call"
zone = "Asia/Bangkok"
[[schedule.layer]]
name = "by day"
people = ["ann", "bo"]
turn = "daily"
starts = "2026-01-05T00:00"
hours = ["mon-sun 06:00-22:00"]
`;

export class RealPair {
  build = resolve(process.env.FORESHOCK_BUILD);
  folder = mkdtempSync(join(tmpdir(), "foreshock-browser-live-"));
  children = [];

  /**
   * `more`: further settings of the server. `wishes`: tables that are there where the server has
   * what they speak of.
   */
  constructor(more = "", wishes = []) {
    this.more = more;
    this.wishes = wishes;
  }

  host = "browser-host";

  #write(name, text, mode = 0o600) {
    writeFileSync(join(this.folder, name), text, { mode });
    return join(this.folder, name);
  }

  #start(name, program, parameters) {
    const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"] });
    const said = { name, text: "" };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part) => { said.text = (said.text + part).slice(-20_000); });
    }
    this.children.push({ child, said });
    return child;
  }

  /** What the programs said: for the words of a failure. */
  logs() {
    return this.children.map(({ said }) => `--- ${said.name}\n${said.text}`).join("\n");
  }

  #addWhatFits(settings, tables) {
    for (const table of tables) {
      const before = readFileSync(settings, "utf8");
      writeFileSync(settings, before + table);
      const { status } = spawnSync(`${this.build}/foreshock-server`,
        ["--check-config", "--config", settings]);
      if (status !== 0) writeFileSync(settings, before);
    }
  }

  async startServer() {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const server = this.#write("server.toml", `[server]
listen = "127.0.0.1:${port}"
data = "${this.folder}/server"
[incidents]
hold = "0s"
soak = "4s"
${services}${this.more}`);
    this.#addWhatFits(server, [desk, ...this.wishes]);
    this.#start("server", `${this.build}/foreshock-server`, ["--config", server]);
    await this.#ready();
    return server;
  }

  async start() {
    const server = await this.startServer();
    const token = execFileSync(`${this.build}/foreshock-server`,
      ["agent", "add", this.host, "--config", server], { encoding: "utf8" });
    const agent = this.#write("agent.toml", `[server]
url = "${this.url}"
token_file = "${this.#write("token", token)}"
[agent]
name = "${this.host}"
state = "${this.folder}/agent"
interval = "500ms"
report_every = "1s"
[packs]
files = ["${this.build}/packs/stock", "${this.#write("hasty.toml", hastyPack)}"]
[[watch.process]]
name = "shop"
match = "foreshock-browser-shop"
`);
    this.#start("agent", `${this.build}/foreshock-agent`, ["--config", agent]);
  }

  async #ready() {
    const end = Date.now() + 20_000;
    for (;;) {
      const answer = await fetch(`${this.url}/-/ready`).catch(() => null);
      if (answer?.ok) return;
      if (Date.now() > end) throw new Error(`the server is not ready\n${this.logs()}`);
      await pause(100);
    }
  }

  /**
   * Runs quietly for a while, as services do before they leak, then opens a descriptor
   * `per_second` times a second and closes none, up to its own limit.
   */
  leak({ limit = 256, per_second = 4, quiet_seconds = 15 } = {}) {
    // Perl takes the lowest free descriptor, so that it comes to the last one; bash would not.
    const leaking = `sleep ${quiet_seconds};
      while (open(my $held, "<", "/dev/null")) {
        push @all, $held;
        select undef, undef, undef, ${1 / per_second};
      }
      sleep 600`;
    return this.#start("shop", "sh", ["-c",
      `ulimit -n ${limit}; exec perl -e '${leaking}' foreshock-browser-shop`]);
  }

  async stop() {
    // The agent first: it says goodbye to the server.
    for (const { child } of this.children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await gone;
      clearTimeout(late);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Somebody with an account and a password, before anybody comes in. */
  person(name, password, { title = name, role = "responder" } = {}) {
    const settings = join(this.folder, "server.toml");
    const run = (...parameters) => execFileSync(`${this.build}/foreshock-server`,
      ["person", ...parameters, "--config", settings], { encoding: "utf8" });
    run("add", name, "--title", title, "--role", role);
    run("password", name, "--password-file", this.#write(`${name}.password`, password));
  }

  /** Another agent, on the captured host of the golden run. It lives until `stop`. */
  agent(name) {
    const token = execFileSync(`${this.build}/foreshock-server`,
      ["agent", "add", name, "--config", join(this.folder, "server.toml")], { encoding: "utf8" });
    const settings = this.#write(`${name}.toml`, `[server]
url = "${this.url}"
token_file = "${this.#write(`${name}.token`, token)}"
[agent]
name = "${name}"
state = "${this.folder}/${name}"
host_root = "${captured}"
interval = "5s"
report_every = "5s"
`);
    return this.#start(name, `${this.build}/foreshock-agent`, ["--config", settings]);
  }

  /** The agent that `agent` made, after its process has ended. */
  startAgain(name) {
    return this.#start(name, `${this.build}/foreshock-agent`,
      ["--config", join(this.folder, `${name}.toml`)]);
  }

  /**
   * Does what the page tells people to do for their first host, with /etc/foreshock in the scratch
   * folder: `add` on the server, `settings` and `start` on the host.
   */
  runCommands({ add, settings, start }) {
    const state = `${this.folder}/first`;
    const here = (text) => text
      .replaceAll("/etc/foreshock/server.toml", `${this.folder}/server.toml`)
      .replaceAll("/etc/foreshock/", `${state}-`);
    const env = { ...process.env, PATH: `${this.build}:${process.env.PATH}` };
    execFileSync("sh", ["-c", here(add)], { cwd: this.folder, env });
    renameSync(`${this.folder}/token`, `${state}-token`);
    chmodSync(`${state}-token`, 0o600);
    // The end of the settings is the table [agent].
    this.#write("first-agent.toml", `${here(settings)}\nstate = "${state}"\n`);
    const [program, ...parameters] = here(start).split(" ");
    this.#start("first", `${this.build}/${program}`, parameters);
  }

  /** Says to the server, as another system's alert does, that this is wrong on a host. */
  async alert(name, host, labels = {}, annotations = {}) {
    const answer = await fetch(`${this.url}/api/v2/alerts`, { method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([{ labels: { alertname: name, host, ...labels }, annotations,
        startsAt: new Date(Date.now() - 60_000).toISOString(),
        endsAt: new Date(Date.now() + 3_600_000).toISOString() }]) });
    if (!answer.ok) throw new Error(`alert ${name}: ${answer.status} ${await answer.text()}`);
  }

  /** The same alert, over. */
  async allClear(name, host, labels = {}) {
    const answer = await fetch(`${this.url}/api/v2/alerts`, { method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([{ labels: { alertname: name, host, ...labels },
        endsAt: new Date(Date.now() - 1_000).toISOString() }]) });
    if (!answer.ok) throw new Error(`all clear ${name}: ${answer.status}`);
  }

  /** Does something to an incident or anything else. */
  async post(path, body) {
    const answer = await fetch(`${this.url}/api/v1/${path}`, { method: "POST",
      headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async api(path) {
    return (await fetch(`${this.url}/api/v1/${path}`)).json();
  }
}
