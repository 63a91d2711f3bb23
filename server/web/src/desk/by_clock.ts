import type { Incident } from "../api/types";
import { nearestClock } from "../parts/nearest_clock";

/** Late, then at risk, then by when they are due; what nothing was promised of comes last. */
export function byClock(one: Incident, other: Incident): number {
  const place = (incident: Incident) => {
    const nearest = nearestClock(incident);
    if (!nearest) return Number.MAX_SAFE_INTEGER;
    const { state, due_at: due } = nearest.clock;
    if (state === "breached") return 0;
    return due ? Date.parse(due) : Number.MAX_SAFE_INTEGER - 1;
  };
  return place(one) - place(other);
}

/** What threatens a promise: late, or soon so. */
export const isAtRisk = (incident: Incident): boolean => {
  const state = nearestClock(incident)?.clock.state;
  return state === "breached" || state === "at_risk";
};
