import type { ClockState, ServiceClock } from "../api/desk_types";
import type { Incident } from "../api/types";

const gravity: Record<ClockState, number> = { breached: 0, at_risk: 1, running: 2, paused: 3,
  missed: 4, met: 5 };

/** The promise that matters now: the response while nobody answered, the resolution after. */
export function nearestClock({ clocks }: Incident):
{ kind: "response" | "resolution"; clock: ServiceClock } | null {
  const both = (["response", "resolution"] as const).flatMap((kind) => {
    const clock = clocks?.[kind];
    return clock ? [{ kind, clock }] : [];
  }).filter(({ clock }) => gravity[clock.state] <= gravity.paused);
  const due = ({ clock }: { clock: ServiceClock }) => clock.due_at ?? "9";
  return both.sort((one, other) => gravity[one.clock.state] - gravity[other.clock.state]
    || due(one).localeCompare(due(other)))[0] ?? null;
}
