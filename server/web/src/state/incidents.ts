import { computed, signal } from "@preact/signals";
import type { Incident } from "../api/types";

/** Every incident that the page knows, by id: all open ones, and the resolved ones it asked for. */
export const incidents = signal<ReadonlyMap<string, Incident>>(new Map());

/** Said once, politely, to whoever listens rather than looks. */
export const newcomers = signal<Incident[]>([]);

const rank = { impending: 0, occurring: 1 } as const;

const soonest = (incident: Incident): number =>
  incident.forecast ? Date.parse(incident.forecast.expected_at) : Number.MAX_SAFE_INTEGER;

/** By priority; what is coming before what is here, because it can still be stopped; then the
 *  nearest disruption, then the newest. */
export function byUrgency(one: Incident, other: Incident): number {
  return one.priority.localeCompare(other.priority)
    || rank[one.phase] - rank[other.phase]
    || (one.phase === "impending" ? soonest(one) - soonest(other) : 0)
    || Date.parse(other.opened_at) - Date.parse(one.opened_at);
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
