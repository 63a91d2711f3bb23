import type { Host } from "../api/host_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";

const changes_max = 20;

function Facts({ host }: { host: Host }) {
  const say = words().host;
  return (
    <dl class="facts">
      <div><dt>{say.firstSeen}</dt><dd><Moment at={host.first_seen} as="zoned" /></dd></div>
      <div><dt>{say.every}</dt>
        <dd>{duration(host.report_interval_seconds * 1_000, tongue())}</dd></div>
      {Object.entries(host.facts).map(([name, value]) => (
        <div key={name}><dt>{wordFor({}, name)}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}

function Changes({ host }: { host: Host }) {
  if (host.changes.length === 0) return null;
  const say = words();
  const newestFirst = [...host.changes].sort((one, other) => other.at.localeCompare(one.at));
  return (
    <>
      <h3>{say.host.changes}</h3>
      <ol class="thread">
        {newestFirst.slice(0, changes_max).map((change, place) => (
          <li key={place}>
            <span class="when"><Moment at={change.at} as="zoned" /></span>
            <span class="what"><strong>{wordFor({}, change.fact)}</strong>{" "}
              {say.incident.fromTo(change.from || say.none, change.to || say.none)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

export function HostDetails({ host }: { host: Host }) {
  const say = words().host;
  return (
    <details>
      <summary data-row={host.id}>{say.facts}<span class="unseen"> {host.name}</span></summary>
      <Facts host={host} />
      {Object.keys(host.facts).length === 0 ? <p class="soft">{say.noFacts}</p> : null}
      <Changes host={host} />
    </details>
  );
}
