import { signal } from "@preact/signals";
import { ApiError, listHosts, listIncidents } from "../api/client";
import type { StreamMessage } from "../api/event_stream";
import { listen } from "../api/live";
import type { Host } from "../api/host_types";
import type { Incident } from "../api/types";
import { learnAbilities } from "./abilities";
import { learnBreaches } from "./breaches";
import { serverNow } from "./clock";
import { forgetHosts, hosts, learnHosts } from "./hosts";
import { forgetIncident, learnIncidents, replaceEnded, replaceOpen } from "./incidents";
import { learnMe } from "./me";

const open_max = 10_000;
const ended_max = 200;
const hosts_every_ms = 10_000;
/** A list of thousands is asked for more seldom: so many hosts make it one step slower. */
const hosts_a_step = 500;
const hosts_soon_ms = 500;
/** Breaches are no events of the stream: so many looks at the hosts for one at them. */
const breaches_every = 6;

/** `first`: nothing is known yet. `stale`: what is shown was true at `heardAt` (0: nothing is). */
export type Link = "first" | "live" | "stale" | "refused";

export const link = signal<Link>("first");
export const heardAt = signal(0);

/** When the line broke, while it is broken. */
export const brokeAt = signal(0);

/** Grows with every reconnect: whoever shows more than the lists fetches again. */
export const generation = signal(0);

function heard(): void {
  heardAt.value = serverNow();
  link.value = "live";
}

function broke(error: unknown): void {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 401 || status === 403) link.value = "refused";
  else {
    if (link.value !== "stale") brokeAt.value = serverNow();
    link.value = "stale";
  }
}

async function refreshHosts(): Promise<void> {
  hosts.value = await listHosts();
}

async function refreshAll(): Promise<void> {
  const known = heardAt.value > 0;
  const [open, ended] = await Promise.all([
    listIncidents("open", open_max), listIncidents("resolved,closed", ended_max), refreshHosts(),
  ]);
  replaceOpen(open, known);
  replaceEnded(ended);
  generation.value += 1;
  heard();
  // Without them the page does less, and is no less alive.
  await learnAbilities().then(learnMe).then(learnBreaches).catch(() => undefined);
}

const hostsPace = () => 1 + Math.floor(hosts.value.length / hosts_a_step);

let hostsDue: ReturnType<typeof setTimeout> | undefined;

/** Hosts count their incidents: asked again, once for all that changes in a moment. */
function refreshHostsSoon(): void {
  hostsDue ??= setTimeout(() => {
    hostsDue = undefined;
    void refreshHosts().catch(broke);
  }, hosts_soon_ms * hostsPace());
}

function understand(messages: StreamMessage[]): void {
  if (link.value === "live") heard();
  const told = (event: string) => messages.filter((each) => each.event === event)
    .map(({ data }) => JSON.parse(data) as unknown);
  const changed = told("incident") as Incident[];
  if (changed.length > 0) {
    learnIncidents(changed, true);
    refreshHostsSoon();
  }
  const gone = told("incident_gone") as { id: string }[];
  for (const { id } of gone) forgetIncident(id);
  if (gone.length > 0) {
    refreshHostsSoon();
    void learnBreaches().catch(() => undefined);
  }
  const hostsGone = told("host_gone") as { id: string }[];
  if (hostsGone.length > 0) forgetHosts(hostsGone);
  const seen = told("host") as Host[];
  if (seen.length > 0) learnHosts(seen);
}

let stop: (() => void) | undefined;

/** Begins, or begins again with another token. */
export function connect(): void {
  stop?.();
  stop = listen({
    opened: () => void refreshAll().catch(broke),
    messages: understand,
    lost: broke,
  });
}

/** Hosts say when they were last heard with every report, which is no event of its own. */
export function keepHostsFresh(): void {
  let turn = 0;
  setInterval(() => {
    turn += 1;
    if (document.hidden || link.value !== "live") return;
    if (turn % breaches_every === 0) void learnBreaches().catch(() => undefined);
    if (turn % hostsPace() !== 0) return;
    void refreshHosts().then(heard, broke);
  }, hosts_every_ms);
}
