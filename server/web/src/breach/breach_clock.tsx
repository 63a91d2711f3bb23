import type { BreachState, BreachSummary } from "../api/breach_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { now } from "../state/clock";
import { words } from "../words/words";
import { StateMark, type Tone } from "../parts/state_mark";

const hour_ms = 3_600_000;
/** The first reminder of the server: from then on the time is short. */
const short_ms = 24 * hour_ms;

const tones: Record<BreachState, Tone> = { open: "bad", contained: "coming", closed: "good" };

/** Where it stands, in a word. */
export function BreachMark({ state }: { state: BreachState }) {
  return <StateMark tone={tones[state]} text={words().breach.state[state]} />;
}

/** How long the authority may still wait, or that it was told, or since when it is late. */
export function AuthorityClock({ breach }: { breach: BreachSummary }) {
  const say = words().breach;
  if (breach.authority_settled) return <StateMark tone="good" icon="audit" text={say.settled} />;
  const left = Date.parse(breach.authority_due_at) - now.value;
  if (left < 0) {
    return <StateMark tone="bad" icon="audit" text={say.late(duration(-left, tongue()))} />;
  }
  return <StateMark tone={left < short_ms ? "coming" : "quiet"} icon="audit"
    text={say.due(duration(left, tongue()))} />;
}
