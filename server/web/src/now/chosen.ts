import { signal } from "@preact/signals";

/** Ids of the incidents that are ticked in the list. */
export const chosen = signal<ReadonlySet<string>>(new Set());

export function toggleChosen(id: string): void {
  const next = new Set(chosen.value);
  if (!next.delete(id)) next.add(id);
  chosen.value = next;
}
