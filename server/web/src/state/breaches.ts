import { computed, signal } from "@preact/signals";
import { get } from "../api/client";
import type { BreachSummary } from "../api/breach_types";
import { can } from "./abilities";
import { isPerson, me } from "./me";

/** Those that one may see. Empty for everybody else: then the page shows no trace of them. */
export const breaches = signal<readonly BreachSummary[]>([]);

const byNumber = (one: BreachSummary, other: BreachSummary) => other.number - one.number;

/** Only a person sees one: programs and shared tokens are not asked for. */
export async function learnBreaches(): Promise<void> {
  const asked = can("/breaches") && isPerson.value;
  breaches.value = asked ? await get<BreachSummary[]>("/breaches") : [];
}

/** A newer state of one, from the answer to what was done to it. */
export function learnBreach(breach: BreachSummary): void {
  const others = breaches.value.filter(({ id }) => id !== breach.id);
  breaches.value = [...others, breach].sort(byNumber);
}

/** Whoever takes part in handling may raise one, whether or not there is one to be seen. */
export const mayRaiseBreach = computed(() =>
  can("/breaches") && isPerson.value && me.value?.role !== "viewer");
