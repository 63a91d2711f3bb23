import { computed, signal } from "@preact/signals";
import type { Host } from "../api/host_types";

export const hosts = signal<readonly Host[]>([]);

const gravity = { lost: 0, expected_away: 1, revoked: 1, present: 2 } as const;

/** The silent ones first, then by name. */
export const hostsByGravity = computed(() => [...hosts.value].sort((one, other) =>
  gravity[one.presence] - gravity[other.presence] || one.name.localeCompare(other.name)));

export const silentCount = computed(() =>
  hosts.value.filter((host) => host.presence === "lost").length);

/** When any host was last heard from, or 0. */
export const lastReportAt = computed(() =>
  hosts.value.reduce((latest, host) => Math.max(latest, Date.parse(host.last_seen)), 0));

export const hostsByName = computed(() =>
  new Map(hosts.value.map((host) => [host.name, host])));

type Told = Partial<Host> & { id: string };

/** Events may carry less than the list does: what they leave out stays as it was. */
export function learnHosts(told: readonly Told[]): void {
  const next = new Map(hosts.value.map((host) => [host.id, host]));
  for (const host of told) {
    const known = next.get(host.id);
    if (!known && (!host.name || !host.last_seen)) continue;
    next.set(host.id, { facts: {}, changes: [], open_incidents: 0, ...known, ...host } as Host);
  }
  hosts.value = [...next.values()];
}

export function forgetHosts(gone: readonly { id: string }[]): void {
  const ids = new Set(gone.map(({ id }) => id));
  hosts.value = hosts.value.filter(({ id }) => !ids.has(id));
}
