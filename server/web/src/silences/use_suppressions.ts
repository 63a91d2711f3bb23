import { signal } from "@preact/signals";
import { change, get } from "../api/client";
import type { MaintenanceWindow, Silence, SuppressionPreview } from "../api/suppression_types";
import { useLoaded, type Loaded } from "../state/use_loaded";

const refresh_ms = 30_000;

/** Grows when this page has changed one: the lists are fetched again. */
export const changes = signal(0);

export const changed = (): void => { changes.value += 1; };

export const useSilences = (): Loaded<Silence[]> =>
  useLoaded(`silences#${changes.value}`, () => get<Silence[]>("/silences"), refresh_ms);

export const useWindows = (): Loaded<MaintenanceWindow[]> =>
  useLoaded(`windows#${changes.value}`,
    () => get<MaintenanceWindow[]>("/maintenance-windows"), refresh_ms);

export const useWindow = (id: string): Loaded<MaintenanceWindow> =>
  useLoaded(id, () => get<MaintenanceWindow>(`/maintenance-windows/${encodeURIComponent(id)}`));

/** What it would hide now, and when it would come. Changes nothing. */
export const preview = (kind: "silences" | "maintenance-windows", body: object) =>
  change<SuppressionPreview>("POST", `/${kind}/preview`, body);
