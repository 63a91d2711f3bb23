import { signal } from "@preact/signals";

// Countdowns follow the server's clock: a phone that is minutes off must not show another ETA.
let ahead_ms = 0;

/** Now by the server's clock, in milliseconds, ticking each second. */
export const now = signal(Date.now());

/** From a `Date` response header, which has whole seconds: smaller differences are left alone. */
export function learnServerTime(header: string | null): void {
  const server_ms = Date.parse(header ?? "");
  if (Number.isNaN(server_ms)) return;
  const difference_ms = server_ms + 500 - Date.now();
  ahead_ms = Math.abs(difference_ms) > 2_000 ? difference_ms : 0;
}

export function serverNow(): number {
  return Date.now() + ahead_ms;
}

export function startClock(): void {
  setInterval(() => { now.value = serverNow(); }, 1_000);
  document.addEventListener("visibilitychange", () => { now.value = serverNow(); });
}
