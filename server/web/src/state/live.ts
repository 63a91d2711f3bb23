import { signal } from "@preact/signals";
import { ApiError, listHosts, listIncidents } from "../api/client";
import type { StreamMessage } from "../api/event_stream";
import { listen } from "../api/live";
import type { Host } from "../api/host_types";
import type { Incident } from "../api/types";
import { serverNow } from "./clock";
import { hosts, learnHost } from "./hosts";
import { learnIncidents, replaceOpen } from "./incidents";

const open_max = 2_000;
const ended_max = 200;
const hosts_every_ms = 10_000;
const hosts_soon_ms = 500;

/** `first`: nothing is known yet. `stale`: what is shown was true at `heardAt` (0: nothing is). */
export type Link = "first" | "live" | "stale" | "refused";

export const link = signal<Link>("first");
export const heardAt = signal(0);

/** Grows with every reconnect: whoever shows more than the lists fetches again. */
export const generation = signal(0);

function heard(): void {
  heardAt.value = serverNow();
  link.value = "live";
}

function broke(error: unknown): void {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 401 || status === 403) link.value = "refused";
  else link.value = "stale";
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
  learnIncidents(ended);
  generation.value += 1;
  heard();
}

let hostsDue: ReturnType<typeof setTimeout> | undefined;

/** Hosts count their incidents: asked again, once for all that changes in a moment. */
function refreshHostsSoon(): void {
  hostsDue ??= setTimeout(() => {
    hostsDue = undefined;
    void refreshHosts().catch(broke);
  }, hosts_soon_ms);
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
  (told("host") as Host[]).forEach(learnHost);
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
  setInterval(() => {
    if (!document.hidden && link.value === "live") void refreshHosts().then(heard, broke);
  }, hosts_every_ms);
}
