import { get } from "../api/client";
import type { Accuracy, Forecasts } from "../api/forecast_types";
import type { Host } from "../api/host_types";
import { duration } from "../format/time";
import { percent } from "../format/number";
import { tongue } from "../format/tongue";
import { useLoaded } from "../state/use_loaded";
import { locale, words, wordFor } from "../words/words";
import { factText, sortedFacts } from "./facts";
import { Moment } from "../parts/moment";

const changes_max = 20;

function Fact({ name, value }: { name: string; value: string }) {
  return <div><dt>{wordFor({}, name)}</dt><dd>{factText(name, value, locale.value)}</dd></div>;
}

function Facts({ host }: { host: Host }) {
  const say = words().host;
  const { single, groups } = sortedFacts(host.facts);
  return (
    <section class="panel">
      <h2>{say.facts}</h2>
      <dl class="facts">
        <div><dt>{say.firstSeen}</dt><dd><Moment at={host.first_seen} as="zoned" /></dd></div>
        {single.map(([name, value]) => <Fact key={name} name={name} value={value} />)}
      </dl>
      {groups.map(({ name, facts }) => (
        <details key={name}>
          <summary>{wordFor({}, name)} <span class="soft">{say.factCount(facts.length)}</span>
          </summary>
          <dl class="facts">
            {facts.map(([key, value]) => <Fact key={key} name={key} value={value} />)}
          </dl>
        </details>
      ))}
      {Object.keys(host.facts).length === 0 ? <p class="soft">{say.noFacts}</p> : null}
    </section>
  );
}

function Changes({ host }: { host: Host }) {
  const say = words();
  const newestFirst = [...host.changes].sort((one, other) => other.at.localeCompare(one.at));
  return (
    <section class="panel">
      <h2>{say.host.changes}</h2>
      {newestFirst.length === 0 ? <p class="soft">{say.none}</p> : null}
      <ol class="thread">
        {newestFirst.slice(0, changes_max).map((change, place) => (
          <li key={place}>
            <span class="when"><Moment at={change.at} as="zoned" /></span>
            <span class="what"><strong>{wordFor({}, change.fact)}</strong>{" "}
              {say.incident.fromTo(change.from || say.none, change.to || say.none)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Learned({ accuracy }: { accuracy: readonly Accuracy[] }) {
  const say = words().forecast;
  return (
    <section class="panel">
      <h2>{words().host.learned}</h2>
      <ul class="divided">
        {accuracy.map(({ kind, precision, hit, early, late, never, median_lead_seconds: lead }) => (
          <li key={kind}>
            <p><code>{kind}</code></p>
            <p class="row-facts">
              <span>{say.precision.name} {precision === null ? "–"
                : percent(precision, locale.value)}</span>
              <span>{say.outcomes(hit + early + late, never)}</span>
              {lead === null ? null
                : <span>{say.lead.name} {duration(lead * 1_000, tongue())}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the host says of itself, what changed, and how right forecasts have been here. */
export function HostFacts({ host }: { host: Host }) {
  const record = useLoaded(`record ${host.name}`, () =>
    get<Forecasts>(`/forecasts?host=${encodeURIComponent(host.name)}`)).value;
  const own = (record?.accuracy ?? []).filter((each) => each.host === host.name);
  return (
    <div class="columns halves">
      <Facts host={host} />
      <div class="stack">
        <Changes host={host} />
        {own.length > 0 ? <Learned accuracy={own} /> : null}
      </div>
    </div>
  );
}
