import { computed, signal } from "@preact/signals";
import { change, get } from "../api/client";
import type { Identity } from "../api/people_types";
import { can } from "./abilities";
import { actor } from "./settings";

/** Who the server takes this browser for; null where it knows no people, or does not know yet. */
export const me = signal<Identity | null>(null);

/** Under an account the server writes its name, whatever the page says. */
export const isPerson = computed(() => me.value?.person !== null && me.value !== null);
export const isAdmin = computed(() => me.value === null || me.value.role === "admin");

export async function learnMe(): Promise<void> {
  if (!can("/me")) return;
  me.value = await get<Identity>("/me");
  const name = me.value.person?.name;
  if (name) actor.value = name;
}

/** Asks with a name and a password; the session's cookie is the browser's own. */
export async function logIn(name: string, password: string): Promise<void> {
  await change<Identity>("POST", "/session", { name, password });
}

export async function logOut(): Promise<void> {
  await change<void>("DELETE", "/session");
  me.value = null;
  actor.value = "";
}
