import { signal } from "@preact/signals";
import { get } from "../api/client";
import type { Service, ServiceDetail } from "../api/service_types";
import { useLoaded, type Loaded } from "./use_loaded";

const refresh_ms = 10_000;

/** As far as they were ever listed: for the command palette. */
export const serviceNames = signal<readonly string[]>([]);

async function list(): Promise<Service[]> {
  const all = await get<Service[]>("/services");
  serviceNames.value = all.map(({ name }) => name);
  return all;
}

export const useServices = (): Loaded<Service[]> => useLoaded("services", list, refresh_ms);

const one = (name: string) => get<ServiceDetail>(`/services/${encodeURIComponent(name)}`);

export const useService = (name: string): Loaded<ServiceDetail> =>
  useLoaded(name, () => one(name), refresh_ms);

const detailed_max = 100;

/** Of several, each with its hosts and dependencies; those that are gone are left out. */
export const useServiceDetails = (names: readonly string[]): Loaded<ServiceDetail[]> =>
  useLoaded(names.join("\n"), async () => {
    const asked = names.slice(0, detailed_max).map((name) => one(name).catch(() => null));
    return (await Promise.all(asked)).filter((each) => each !== null);
  }, refresh_ms);
