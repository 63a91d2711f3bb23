import { signal } from "@preact/signals";

/** Grows when the settings have changed something: their lists are fetched again. */
export const changes = signal(0);

/** To be called with whether the server kept it. */
export function changed(done: boolean): boolean {
  if (done) changes.value += 1;
  return done;
}
