import { computed, signal } from "@preact/signals";
import { get } from "../api/client";

interface Document {
  paths: Record<string, Record<string, unknown>>;
}

const paths = signal<ReadonlySet<string>>(new Set());

/**
 * What the server can do, from its own description: a place whose API is not there is not shown.
 */
export async function learnAbilities(): Promise<void> {
  if (paths.value.size > 0) return;
  paths.value = new Set(Object.keys((await get<Document>("/openapi.json")).paths));
}

/** `can("/people")`: is there such a path below /api/v1? Read while rendering. */
export const can = (path: string): boolean => paths.value.has(`/api/v1${path}`);

/** A page of the server's own, outside of the API: "/status". */
export const hasPlace = (path: string): boolean => paths.value.has(path);

/** For what an incident can be made to do: `canAct("escalate")`. */
export const canAct = (action: string): boolean => can(`/incidents/{id}/${action}`);

export const abilitiesKnown = computed(() => paths.value.size > 0);
