// A test fixture, not the product: answers as foreshock-server does, from what a test puts in it,
// so that states that are hard to bring about for real (a refusal, silence, a thousand incidents)
// can be looked at. live.test.mjs is the test against the real server.
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { detail, leakSamples } from "./fixtures.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const types = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css",
  svg: "image/svg+xml" };

/** The policy that the real server sends, from the header that it is compiled from. */
function contentSecurityPolicy() {
  const header = readFileSync(`${root}server/web/assets.hpp`, "utf8");
  const [, literals] = /content_security_policy =([^;]*(?:"[^"]*"\s*)+);/.exec(header);
  return [...literals.matchAll(/"([^"]*)"/g)].map(([, text]) => text).join("");
}

function builtPage() {
  const build = process.env.FORESHOCK_BUILD;
  if (!build) throw new Error("FORESHOCK_BUILD must name the build folder that holds the page");
  const dist = `${build}/server/web/dist`;
  const files = new Map([["/", readFileSync(`${dist}/index.html`)]]);
  for (const file of readdirSync(`${dist}/assets`)) {
    files.set(`/assets/${file}`, readFileSync(`${dist}/assets/${file}`));
  }
  return files;
}

export class FakeServer {
  incidents = new Map();
  details = new Map();
  hosts = [];
  forecasts = { window_seconds: 7_776_000, open: [], accuracy: [] };
  /** What else is asked for by GET: the path below /api/v1 → its answer. */
  answers = new Map([["openapi.json", { paths: {} }], ["services", []], ["silences", []],
    ["maintenance-windows", []],
    ["known-errors", []],
    ["near-misses", { window_seconds: 7_776_000, prevented: 0, unannounced: 0, never: 0,
      entries: [] }]]);
  /** "acknowledge" | "notes" | "resolve" → a problem to answer with */
  refusals = new Map();
  token = "";
  acts = [];
  requests = [];
  series = [];
  samples = (query) => leakSamples(query);

  #page = builtPage();
  #policy = contentSecurityPolicy();
  #streams = new Set();
  #sequence = 0;
  #server = createServer((request, response) => void this.#answer(request, response));
  #port = 0;

  async start() {
    await new Promise((resolve) => this.#server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = this.#server.address().port;
    this.url = `http://127.0.0.1:${this.#port}`;
    return this;
  }

  /** As a crash would: every connection is cut. `start` brings it back on the same port. */
  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#streams.clear();
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  put(item, whole = detail(item)) {
    this.incidents.set(item.id, item);
    this.details.set(item.id, { ...whole, ...item });
  }

  /** Puts it, and tells every open page. */
  say(item, whole) {
    this.put(item, whole);
    this.#send("incident", item);
  }

  sayHost(host) {
    this.hosts = [...this.hosts.filter((each) => each.id !== host.id), host];
    this.#send("host", host);
  }

  #send(event, data) {
    this.#sequence += 1;
    for (const stream of this.#streams) {
      stream.write(`id: ${this.#sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  }

  #json(response, body, status = 200, headers = {}) {
    response.writeHead(status, { "Content-Type":
      status < 400 ? "application/json" : "application/problem+json", ...headers });
    response.end(JSON.stringify(body));
  }

  #problem(response, status, title, detail_text) {
    this.#json(response, { type: "about:blank", title, status, detail: detail_text }, status);
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.url);
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    if (this.#page.has(url.pathname)) return this.#file(url.pathname, response);
    if (this.token && request.headers.authorization !== `Bearer ${this.token}`) {
      return this.#problem(response, 401, "A token is needed", "");
    }
    const parts = url.pathname.split("/").slice(3).map(decodeURIComponent);
    if (url.pathname === "/api/v1/events/stream") return this.#stream(response);
    if (parts[0] === "incidents" && request.method === "POST") {
      return this.#act(parts, request, response);
    }
    if (parts[0] === "incidents" && parts[1]) return this.#one(parts[1], response);
    if (parts[0] === "incidents") return this.#list(url, response);
    if (this.answers.has(parts.join("/"))) {
      return this.#json(response, this.answers.get(parts.join("/")));
    }
    if (parts[0] === "hosts" && parts[2] === "samples") return this.#samples(url, response);
    if (parts[0] === "hosts" && parts[2] === "series") return this.#json(response, this.series);
    if (parts[0] === "hosts") return this.#json(response, this.hosts);
    if (parts[0] === "forecasts") return this.#json(response, this.forecasts);
    return this.#problem(response, 404, "Not found", "");
  }

  #file(path, response) {
    const type = types[path === "/" ? "html" : path.split(".").pop()];
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": this.#policy,
      "X-Content-Type-Options": "nosniff" });
    response.end(this.#page.get(path));
  }

  #stream(response) {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write("event: heartbeat\ndata: {}\n\n");
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  #find(id) {
    return [...this.details.values()].find((each) => each.id === id || String(each.number) === id);
  }

  #one(id, response) {
    const found = this.#find(id);
    if (!found) return this.#problem(response, 404, "Not found", `no incident ${id}`);
    return this.#json(response, found, 200, { ETag: `"${found.revision}"` });
  }

  #list(url, response) {
    const states = (url.searchParams.get("state") ?? "all").split(",");
    const limit = Number(url.searchParams.get("limit") ?? 50);
    const first = Number(url.searchParams.get("cursor") ?? 0);
    const host = url.searchParams.get("host");
    const wanted = [...this.incidents.values()].filter((each) => !host || each.hosts.includes(host))
      .filter((each) => states.includes("all")
      || (each.open && states.includes("open")) || states.includes(each.state));
    const rest = wanted.length > first + limit;
    this.#json(response, wanted.slice(first, first + limit), 200, rest
      ? { Link: `</api/v1/incidents?cursor=${first + limit}>; rel="next"` } : {});
  }

  #samples(url, response) {
    const get = (name) => url.searchParams.get(name);
    this.#json(response, this.samples({ signal: get("signal"), labels: JSON.parse(get("labels")),
      from: Date.parse(get("from")), to: Date.parse(get("to")), points: Number(get("points")) }));
  }

  async #act([, id, action], request, response) {
    let text = "";
    for await (const part of request) text += part;
    const body = JSON.parse(text);
    const refusal = this.refusals.get(action);
    if (refusal) return this.#problem(response, ...refusal);
    const known = this.#find(id);
    this.acts.push({ id: known.id, action, body, key: request.headers["idempotency-key"] });
    const now = new Date().toISOString();
    const next = { ...this.incidents.get(known.id), revision: known.revision + 1, updated_at: now };
    if (action === "acknowledge") {
      Object.assign(next, { owner: body.actor, state: "in_progress", acknowledged_at: now });
    }
    if (action === "resolve") {
      Object.assign(next,
        { open: false, state: "resolved", outcome: "dismissed", resolved_at: now });
    }
    const kind = { acknowledge: "acknowledged", notes: "noted", resolve: "resolved" }[action];
    this.say(next, { ...known, timeline: [...known.timeline, { sequence: 100 + this.acts.length,
      at: now, kind, actor: body.actor, reason: { code: kind, text: body.reason ?? "" }, from: "",
      to: "", text: body.text ?? "" }] });
    return this.#json(response, next);
  }
}
