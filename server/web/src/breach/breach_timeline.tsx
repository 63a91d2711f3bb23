import type { Breach } from "../api/breach_types";
import { zone } from "../format/tongue";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";

/** What happened and who did it, newest first. */
export function BreachTimeline({ breach }: { breach: Breach }) {
  const say = words();
  return (
    <section class="panel">
      <h2>{say.incident.timeline(zone())}</h2>
      <ol class="thread">
        {[...breach.timeline].reverse().map(({ at, actor, kind, text }, place) => (
          <li key={breach.timeline.length - place}
            class={actor === "engine" ? undefined : "by-person"}>
            <span class="when"><Moment at={at} as="zoned" /></span>
            <span class="what">
              <strong>{wordFor({ ...say.event, ...say.breach.line }, kind)}</strong>
              {actor === "engine" ? null : <span class="by"> {actor}</span>}</span>
            <span class="lines">{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
