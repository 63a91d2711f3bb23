import type { ClockState, ServiceClock } from "../api/desk_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { now } from "../state/clock";
import { words } from "../words/words";
import { StateMark, type Tone } from "./state_mark";

const tones: Record<ClockState, Tone> = { running: "quiet", paused: "quiet", at_risk: "coming",
  breached: "bad", met: "good", missed: "bad" };
const icon = "audit";

function text(what: string, { state, due_at: due, breached_at: late }: ServiceClock): string {
  const say = words().clock;
  const state_word = say.state[state];
  if (late && state === "breached") {
    return say.late(what, duration(now.value - Date.parse(late), tongue()));
  }
  if (due && (state === "running" || state === "at_risk")) {
    return say.due(what, duration(Date.parse(due) - now.value, tongue()));
  }
  return `${what} ${state_word}`;
}

/** What was promised, and how it stands: "response due in 12 min 3 s". */
export function ClockMark({ what, clock }: { what: string; clock: ServiceClock }) {
  return <StateMark tone={tones[clock.state]} icon={icon} text={text(what, clock)} />;
}
