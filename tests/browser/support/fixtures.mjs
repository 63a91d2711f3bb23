// What a server could say, in the shapes of /api/v1. Times are relative to when a test begins.

const iso = (ms) => new Date(ms).toISOString();
const minute = 60_000;

export function forecastIn(expected_ms, changes = {}) {
  const now = Date.now();
  return {
    disruption: "open() fails in shop", made_at: iso(now - 5_000),
    earliest_at: iso(now + expected_ms * 0.75), expected_at: iso(now + expected_ms),
    latest_at: iso(now + expected_ms * 1.35), confidence: 0.86,
    level: 812, limit: 1024, slope_per_second: 0.43, ...changes,
  };
}

const name = (number) => `inc-${number.toString(16).padStart(16, "0")}`;

/** A list item. `number` makes its id and reference. */
export function incident(number, changes = {}) {
  const now = Date.now();
  return {
    id: name(number), number, reference: `INC-${String(number).padStart(6, "0")}`,
    title: "shop on web-1 will run out of open files",
    sentence: "Process shop (pid 4242) holds 812 of 1,024 open files and grows by 26 a minute; "
      + "at this rate open() fails in about 8 min.",
    state: "new", open: true, outcome: "open", phase: "impending", severity: "critical",
    category: "process", subcategory: "files",
    category_reasons: [{ code: "category.kind",
      text: "the pack puts process.files.exhaustion there" }],
    priority: "P2", impact: 2, urgency: 1,
    priority_reasons: [
      { code: "impact.service", text: "a service is affected (impact 2)" },
      { code: "urgency.soon", text: "the disruption is expected in less than 10 min (urgency 1)" },
    ],
    forecast: forecastIn(8.2 * minute), host: "web-1", hosts: ["web-1"],
    components: ["process shop (pid 4242)"], owner: "",
    first_sign_at: iso(now - 9 * minute), opened_at: iso(now - 4 * minute),
    updated_at: iso(now - 8_000), announced_at: iso(now - 4 * minute + 3_000),
    acknowledged_at: null, recovering_since: null, resolved_at: null, closed_at: null,
    times_reopened: 0, waiting: null, major: null, links: [], fixes: [], held_open_by: "",
    returns: [],
    symptom_count: 1, host_count: 1, merged_into: null, suppression: null, revision: 3, ...changes,
  };
}

const guide = [
  "What it means: process shop (pid 4242) opens files or sockets and does not close them. At its "
    + "limit, open() and accept() fail with EMFILE (Too many open files): users are refused.",
  "Check: `ls -l /proc/4242/fd | awk '{print $NF}' | sort | uniq -c | sort -n | tail` · sockets "
    + "that nobody closes: `ss -tnp state close-wait`.",
  "Fix: restart the service in a quiet moment before the limit is met; or raise the limit of the "
    + "running process to win time:",
  "    prlimit --pid 4242 --nofile=65536:65536",
].join("\n");

export const snapshot = () => ({
  taken_at: iso(Date.now() - 4 * minute),
  sections: [
    {
      title: "Processes by open files", culprit: 0,
      columns: ["pid", "name", "open", "limit", "unit"],
      rows: [["4242", "shop", "742", "1024", "shop.service"],
        ["611", "nginx", "131", "65536", "nginx.service"],
        ["1", "systemd", "98", "1073741816", "init.scope"]],
    },
    {
      title: "Recent changes", culprit: null, columns: ["at", "what", "from", "to"],
      rows: [["23:31:02", "unit shop.service", "2.4.1", "2.5.0"]],
    },
  ],
});

function symptomOf(item) {
  return {
    id: `sym-${item.number}`, kind: "process.files.exhaustion", category: item.category,
    subcategory: item.subcategory, host: item.host, component: item.components[0] ?? "",
    phase: item.phase, severity: item.severity, status: "updated",
    first_sign_at: item.first_sign_at, onset_at: item.opened_at, observed_at: item.updated_at,
    cleared_at: null, forecast: item.forecast,
    evidence: [
      { signal: "process.files.open_count", labels: { process: "shop", pid: "4242" }, value: 812,
        limit: 1024, window_seconds: 120, note: "grew 0.43/s, steady over 10 s, 40 s and 2 min" },
      { signal: "process.memory.resident_bytes", labels: { process: "shop", pid: "4242" },
        value: 268435456, limit: null, window_seconds: 120, note: "grew with it" },
    ],
    reason: "slopes_agree", sentence: item.sentence, guide,
    questions: ["Was shop deployed or reconfigured today?",
      "Do users see errors already, or only slowness?"],
    leads_to: ["service.down"], times_raised: 1,
    joined_because: [{ code: "opened", text: "it is the first symptom" }], snapshot: snapshot(),
  };
}

function event(sequence, at, kind, changes = {}) {
  return { sequence, at, kind, actor: "engine", reason: { code: kind, text: "" },
    from: "", to: "", text: "", ...changes };
}

/** The whole incident behind a list item. */
export function detail(item, changes = {}) {
  const symptoms = [symptomOf(item)];
  return {
    ...item, symptoms,
    timeline: [
      event(1, item.opened_at, "opened", { reason: { code: "first_symptom",
        text: "no open incident explains this symptom" } }),
      event(2, item.announced_at ?? item.opened_at, "announced", {}),
      event(3, item.updated_at, "priority_changed", { from: "P3", to: "P2",
        reason: { code: "urgency.soon", text: "the disruption came within 10 min" } }),
    ],
    diagnosis: {
      first_signs: [
        { at: item.first_sign_at, host: item.host, component: item.components[0] ?? "",
          signal: "process.files.open_count",
          sentence: "shop began to open files faster than it closes them" },
        { at: iso(Date.parse(item.first_sign_at) + 95_000), host: item.host, component: "memory",
          signal: "process.memory.resident_bytes", sentence: "its memory grows with them" },
      ],
      scope: { hosts: item.hosts, components: item.components },
      snapshot_of: symptoms[0].id, changes: [], causes: [], similar: [], known_errors: [],
      questions: symptoms[0].questions, prefilled_questions: [], guide,
    },
    beyond: null, hypotheses: [],
    ...changes,
  };
}

/** How forecasts of one kind ended, over all hosts. */
export function accuracy(kind, over = {}) {
  return { kind, host: null, hit: 0, early: 0, late: 0, never: 0, prevented: 0, withdrawn: 0,
    unannounced: 0, precision: null, median_lead_seconds: null, false_alarms_per_host_week: 0,
    ...over };
}

export function host(id, changes = {}) {
  const now = Date.now();
  return {
    id, name: id, presence: "present", goodbye: "none", first_seen: iso(now - 86_400_000 * 12),
    last_seen: iso(now - 4_000), boot_id: "9c1f0f6e-5a9c-4f0e-8a38-2f2f8f6f9f10", run_id: "r1",
    sequence: 4711, clock_skew_seconds: 0.012, report_interval_seconds: 10,
    facts: { architecture: "x86_64", cpu_count: "4", kernel: "6.1.0-26-amd64",
      memory: "16.8 GB", os: "Debian GNU/Linux 12 (bookworm)" },
    changes: [], open_incidents: 0, ...changes,
  };
}

/** A leak: it idles, then grows towards its limit, a little noisy, with spikes in the band. */
export function leakSamples({ signal, labels, from, to, points }) {
  const rises_at = Date.now() - 9 * minute;
  const step = Math.max(1_000, (to - from) / points);
  const list = [];
  for (let at = from; at <= to; at += step) {
    const grown = Math.max(0, (at - rises_at) / 1_000) * 0.43;
    const noise = Math.sin(at / 7_000) * 4 + Math.sin(at / 1_900) * 2;
    const last = 580 + grown + noise;
    list.push([at / 1_000, last - 6, last, last + 8 + 5 * Math.sin(at / 23_000)]);
  }
  const scale = signal.endsWith("_bytes") ? 330_000 : 1;
  return { signal, labels,
    points: list.map(([at, ...values]) => [at, ...values.map((value) => value * scale)]) };
}

/** A limit that a host learned. */
export function learnedLimit(signal, labels, changes = {}) {
  return { kind: "disk.latency.read", signal, labels, unit: "seconds", bad: "above", limit: 0.012,
    pack_limit: 0.5, floor: 0.15, ceiling: 4, usual_low: 0.002, usual_high: 0.006,
    since: iso(Date.now() - 5 * 86_400_000), seen_seconds: 4.25 * 86_400, version: 1, ...changes };
}

/** All that its agent told. */
export function learned(limits, changes = {}) {
  return { at: iso(Date.now() - 40_000), limits, left_out: 0, others: 34,
    pack: { id: "0123456789abcdef", version: "1.2.0", kinds: 304, told_at: iso(Date.now()),
      parts: [{ name: "stock", id: "aa" }, { name: "90-local.toml", id: "bb" }] }, ...changes };
}

/** A kind of the stock pack. */
export function packKind(name, changes = {}) {
  return { kind: name, category: "storage", subcategory: "space", engine: "exhaustion",
    unit: "bytes", component: "filesystem {mount}", disruption: "writes to {mount} fail",
    impending: "{mount} will be full {eta}", occurring: "{mount} is full", guide,
    questions: ["Was a backup moved here?"], leads_to: ["service.down"], impact: 2, weak: false,
    severity: { usual: "warning", said_at: null, learned: false, bad: "above",
      critical_when: "soon", critical_at: 900 }, record: null, ...changes };
}

/** A schedule of two weeks: four people by day, by turns, and nobody at night. */
export function cover(people) {
  const day = 86_400_000;
  const today = Math.floor(Date.now() / day) * day;
  const turns = Array.from({ length: 16 }, (_, n) => ({ person: people[n % people.length],
    begins: today + (n - 1) * day + 2 * 3_600_000 }));
  return { unknown_people: [],
    layers: [{ name: "by day", people, turn_seconds: 86_400, restricted: true }],
    shifts: turns.map(({ person, begins }) => ({ person, layer: "by day", override: null,
      begins_at: iso(begins), ends_at: iso(begins + 16 * 3_600_000) })),
    gaps: turns.map(({ begins }) => ({ begins_at: iso(begins + 16 * 3_600_000),
      ends_at: iso(begins + day) })) };
}
