import type { IncidentDetail, TimelineEvent } from "../api/types";
import { zone } from "../format/tongue";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";

/** Whose "from" and "to" are ids that only programs read. */
const ofPrograms: ReadonlySet<string> = new Set(["report_joined"]);

function Entry({ event }: { event: TimelineEvent }) {
  const say = words();
  const by = event.actor === "engine" ? "" : event.actor;
  const word = (code: string) => wordFor(
    { ...say.outcome, ...say.hypothesis.state, ...say.phase, ...say.state }, code);
  const changed = event.from && event.to && !ofPrograms.has(event.kind)
    ? say.incident.fromTo(word(event.from), word(event.to)) : "";
  return (
    <li class={by ? "by-person" : undefined}>
      <span class="when"><Moment at={event.at} as="zoned" /></span>
      <span class="what">
        <strong>{wordFor(say.event, event.kind)}</strong>{" "}{changed}
        {event.kind === "step_taken" ? wordFor(say.act.stepTypes, event.reason.code) : null}
        {by ? <span class="by"> {by}</span> : null}
      </span>
      {event.text ? <span class="lines">{event.text}</span> : null}
      {event.reason.text && event.reason.text !== event.text
        ? <span class="soft">{event.reason.text}</span> : null}
    </li>
  );
}

export function Timeline({ incident }: { incident: IncidentDetail }) {
  const newestFirst = [...incident.timeline].sort((one, other) => other.sequence - one.sequence);
  return (
    <section class="panel">
      <h2>{words().incident.timeline(zone())}</h2>
      <ol class="thread">
        {newestFirst.map((event) => <Entry key={event.sequence} event={event} />)}
      </ol>
    </section>
  );
}
