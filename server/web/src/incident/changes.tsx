import type { HostChange, IncidentDetail } from "../api/types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";

function OneChange({ change, onset }: { change: HostChange; onset: number }) {
  const say = words();
  const before = onset - Date.parse(change.at);
  return (
    <li>
      <span class="when"><Moment at={change.at} as="zoned" />
        {before > 0 ? <em>{say.changes.before(duration(before, tongue()))}</em> : null}</span>
      <span class="what"><strong>{wordFor({}, change.fact)}</strong>{" "}
        {say.incident.fromTo(change.from || say.none, change.to || say.none)}</span>
      <span class="soft">{change.hosts.join(", ")}</span>
    </li>
  );
}

/** What was changed on its hosts in the day before the first sign, the nearest first. */
export function Changes({ incident }: { incident: IncidentDetail }) {
  const { changes } = incident.diagnosis;
  if (changes.length === 0) return null;
  const onset = Date.parse(incident.first_sign_at);
  return (
    <section class="panel">
      <h2>{words().changes.title}</h2>
      <ol class="thread">
        {changes.map((change, place) => <OneChange key={place} change={change} onset={onset} />)}
      </ol>
    </section>
  );
}
