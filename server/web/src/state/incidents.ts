import { computed, signal } from "@preact/signals";
import type { Incident } from "../api/types";

/** Every incident that the page knows, by id: all open ones, and the resolved ones it asked for. */
export const incidents = signal<ReadonlyMap<string, Incident>>(new Map());

/** Said once, politely, to whoever listens rather than looks. */
export const newcomers = signal<Incident[]>([]);

const rank = { impending: 0, occurring: 1 } as const;

const soonest = (incident: Incident): number =>
  incident.forecast ? Date.parse(incident.forecast.expected_at) : Number.MAX_SAFE_INTEGER;

/** What it is ordered by, reckoned once: ten thousand are put in order with every change. */
const orders = new WeakMap<Incident, [number, number, number, number]>();

function orderOf(incident: Incident): [number, number, number, number] {
  const known = orders.get(incident);
  if (known) return known;
  const made: [number, number, number, number] = [
    Number(incident.priority.slice(1)), rank[incident.phase],
    incident.phase === "impending" ? soonest(incident) : 0, -Date.parse(incident.opened_at)];
  orders.set(incident, made);
  return made;
}

/** By priority; what is coming before what is here, because it can still be stopped; then the
 *  nearest disruption, then the newest. */
export function byUrgency(one: Incident, other: Incident): number {
  const [a, b] = [orderOf(one), orderOf(other)];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

const endedAt = (incident: Incident): number =>
  Date.parse(incident.resolved_at ?? incident.updated_at);

export const openIncidents = computed(() =>
  [...incidents.value.values()].filter((incident) => incident.open).sort(byUrgency));

export const endedIncidents = computed(() =>
  [...incidents.value.values()].filter((incident) => !incident.open)
    .sort((one, other) => endedAt(other) - endedAt(one)));

/** A page that is open for weeks keeps no more of the past than this. */
export const ended_max = 500;

function forgetOldest(known: Map<string, Incident>): void {
  const ended = [...known.values()].filter((incident) => !incident.open);
  if (ended.length <= ended_max) return;
  ended.sort((one, other) => endedAt(one) - endedAt(other))
    .slice(0, ended.length - ended_max).forEach(({ id }) => known.delete(id));
}

const newer = (next: Incident, known: Incident | undefined): boolean =>
  !known || next.revision >= known.revision;

/** Adds or replaces; an older revision than the known one is dropped. */
export function learnIncidents(list: readonly Incident[], announce = false): void {
  const next = new Map(incidents.value);
  const fresh: Incident[] = [];
  for (const incident of list) {
    const known = next.get(incident.id);
    if (!newer(incident, known)) continue;
    if (!known && incident.open) fresh.push(incident);
    next.set(incident.id, incident);
  }
  forgetOldest(next);
  incidents.value = next;
  if (announce && fresh.length > 0) newcomers.value = fresh;
}

/** What a full fetch of the open ones says: those that it lacks are open no longer. */
export function replaceOpen(open: readonly Incident[], announce: boolean): void {
  const present = new Set(open.map((incident) => incident.id));
  incidents.value = new Map([...incidents.value]
    .filter(([id, incident]) => !incident.open || present.has(id)));
  learnIncidents(open, announce);
}

/** It is kept elsewhere from now on, as what few may see. */
export function forgetIncident(id: string): void {
  if (!incidents.value.has(id)) return;
  incidents.value = new Map([...incidents.value].filter(([known]) => known !== id));
}

/** What a full fetch of the newest that ended says: those that it lacks are not kept any more. */
export function replaceEnded(ended: readonly Incident[]): void {
  const present = new Set(ended.map((incident) => incident.id));
  incidents.value = new Map([...incidents.value]
    .filter(([id, incident]) => incident.open || present.has(id)));
  learnIncidents(ended);
}

/** By id, number or reference, of those that the page knows. */
export function incidentNamed(name: string): Incident | undefined {
  const direct = incidents.value.get(name);
  if (direct) return direct;
  for (const incident of incidents.value.values()) {
    if (incident.reference === name || String(incident.number) === name) return incident;
  }
  return undefined;
}
