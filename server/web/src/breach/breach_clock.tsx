import type { BreachState, BreachSummary } from "../api/breach_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { now } from "../state/clock";
import { words } from "../words/words";
import { StateMark, type Tone } from "../parts/state_mark";
import { authorityState } from "./authority_state";

const tones: Record<BreachState, Tone> = { open: "bad", contained: "coming", closed: "good" };

/** Where it stands, in a word. */
export function BreachMark({ state }: { state: BreachState }) {
  return <StateMark tone={tones[state]} text={words().breach.state[state]} />;
}

/** How long the authority may still wait, or that it was told, or since when it is late. */
export function AuthorityClock({ breach }: { breach: BreachSummary }) {
  const say = words().breach;
  const state = authorityState(breach, now.value);
  switch (state.kind) {
    case "settled": return <StateMark tone="good" icon="audit" text={say.settled} />;
    case "late": return <StateMark tone="bad" icon="audit"
      text={say.late(duration(state.late_ms, tongue()))} />;
    case "due": return <StateMark tone={state.short ? "coming" : "quiet"} icon="audit"
      text={say.due(duration(state.left_ms, tongue()))} />;
  }
}
