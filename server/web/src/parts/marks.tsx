import type { Incident, PriorityName } from "../api/types";
import { words, wordFor } from "../words/words";
import { Icon } from "./icon";

export function PriorityBadge({ name }: { name: PriorityName }) {
  return (
    <span class={`badge ${name.toLowerCase()}`}>
      <span aria-hidden="true">{name}</span>
      <span class="unseen">{words().priority(name)}</span>
    </span>
  );
}

/** Where the incident stands, as a word with its sign: colour only repeats it. */
export function PhaseMark({ incident }: { incident: Incident }) {
  if (!incident.open) {
    return <span class="mark ended"><Icon name="ended" />
      {wordFor(words().outcome, incident.outcome)}</span>;
  }
  if (incident.recovering_since) {
    return <span class="mark recovering"><Icon name="recovering" />{words().recovering}</span>;
  }
  return <span class={`mark ${incident.phase}`}><Icon name={incident.phase} />
    {words().phase[incident.phase]}</span>;
}
