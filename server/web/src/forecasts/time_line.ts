/** Minutes matter near, days far away: places on the line go by the square root of time. */
const root = (ms: number) => Math.sqrt(Math.max(0, ms));

/** Where a time stands between now (0) and the end of the line (1). */
export function placeOf(left_ms: number, horizon_ms: number): number {
  return Math.min(1, root(left_ms) / root(horizon_ms));
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const ticks = [minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 6 * hour, 12 * hour,
  day, 2 * day, 4 * day, 7 * day, 14 * day, 30 * day, 90 * day];
const apart_min = 0.09;

/** Round times for the axis, none too near to the one before. */
export function ticksFor(horizon_ms: number): number[] {
  const found: number[] = [];
  let before = 0;
  for (const tick of ticks) {
    if (tick > horizon_ms) break;
    const place = placeOf(tick, horizon_ms);
    if (place - before < apart_min || place > 1 - apart_min / 2) continue;
    found.push(tick);
    before = place;
  }
  return found;
}
