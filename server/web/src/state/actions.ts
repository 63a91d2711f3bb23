import { signal } from "@preact/signals";
import { ApiError, act, change as changeAt, type Method } from "../api/client";
import { words } from "../words/words";
import { incidents, learnIncidents } from "./incidents";
import { actor } from "./settings";

/** What is on its way to the server, by subject: shown at once, and marked as not yet kept. */
export const saving = signal<ReadonlyMap<string, string>>(new Map());

/** What the server said no to, in its words, until the next try. */
export const failures = signal<ReadonlyMap<string, string>>(new Map());

/** Set while the page asks who is acting; called with the name, or null to give up. */
export const asking = signal<((name: string | null) => void) | null>(null);

function changed<V>(map: ReadonlyMap<string, V>, key: string, value: V | undefined) {
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

/** In the server's own words where it gave any. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error);
  return error.status === 0 ? words().act.unreachable : error.message || String(error.status);
}

export function forgetFailure(subject: string): void {
  if (failures.value.has(subject)) failures.value = changed(failures.value, subject, undefined);
}

/** One thing at a time for each subject; undefined when the server refused, with its words kept. */
export async function attempt<T>(subject: string, what: string,
  doing: (actor: string) => Promise<T>): Promise<T | undefined> {
  const name = actor.value || await askActor();
  if (!name || saving.value.has(subject)) return undefined;
  saving.value = changed(saving.value, subject, what);
  forgetFailure(subject);
  try {
    return await doing(name);
  } catch (error) {
    failures.value = changed(failures.value, subject, wordsOf(error));
    return undefined;
  } finally {
    saving.value = changed(saving.value, subject, undefined);
  }
}

/** Does something to an incident. True once the server has kept it. */
export async function perform(id: string, action: string, body: object): Promise<boolean> {
  const next = await attempt(id, action, (name) => act(id, action, { actor: name, ...body }));
  if (next) learnIncidents([next]);
  return next !== undefined;
}

/** Does something to anything else. True once the server has kept it. */
export async function send(subject: string, method: Method,
  path: string | ((actor: string) => string),
  bodyOf?: (actor: string) => object): Promise<boolean> {
  const done = await attempt(subject, method, async (name) => {
    await changeAt(method, typeof path === "string" ? path : path(name), bodyOf?.(name));
    return true;
  });
  return done === true;
}

export const acknowledge = (id: string) => perform(id, "acknowledge", {});

const at_once = 4;

/** Takes all that are open and that nobody has; a few at a time. */
export async function acknowledgeAll(ids: readonly string[]): Promise<void> {
  if (!actor.value && !await askActor()) return;
  const rest = ids.filter((id) => {
    const known = incidents.value.get(id);
    return known?.open && !known.owner;
  });
  const worker = async () => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift()) await acknowledge(id);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}
