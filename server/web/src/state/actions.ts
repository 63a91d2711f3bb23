import { signal } from "@preact/signals";
import { ApiError, act, type Action } from "../api/client";
import { words } from "../words/words";
import { learnIncidents } from "./incidents";
import { actor } from "./settings";

/** What is on its way to the server: shown at once, and marked as not yet kept. */
export const saving = signal<ReadonlyMap<string, Action>>(new Map());

/** What the server said no to, in its words, until the next try. */
export const failures = signal<ReadonlyMap<string, string>>(new Map());

/** Set while the page asks who is acting; called with the name, or null to give up. */
export const asking = signal<((name: string | null) => void) | null>(null);

function change<V>(map: ReadonlyMap<string, V>, key: string, value: V | undefined) {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

export function askActor(): Promise<string | null> {
  asking.value?.(null);
  return new Promise((resolve) => {
    asking.value = (name) => {
      asking.value = null;
      if (name) actor.value = name;
      resolve(name);
    };
  });
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error);
  return error.status === 0 ? words().act.unreachable : error.message || String(error.status);
}

/** True once the server has kept it. */
async function perform(id: string, action: Action, body: object): Promise<boolean> {
  const name = actor.value || await askActor();
  if (!name || saving.value.has(id)) return false;
  saving.value = change(saving.value, id, action);
  failures.value = change(failures.value, id, undefined);
  try {
    learnIncidents([await act(id, action, { actor: name, ...body })]);
    return true;
  } catch (error) {
    failures.value = change(failures.value, id, wordsOf(error));
    return false;
  } finally {
    saving.value = change(saving.value, id, undefined);
  }
}

export const acknowledge = (id: string) => perform(id, "acknowledge", {});
export const addNote = (id: string, text: string) => perform(id, "notes", { text });
export const resolve = (id: string, reason: string) => perform(id, "resolve", { reason });
