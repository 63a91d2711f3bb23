import { useState } from "preact/hooks";
import { get, getText } from "../api/client";
import type { Attainment, DeskSummary, Spread, Statistics } from "../api/desk_types";
import { percent } from "../format/number";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { serverNow } from "../state/clock";
import { useLoaded } from "../state/use_loaded";
import { locale, words, wordFor } from "../words/words";
import { Listing } from "../parts/listing";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { saveFile } from "../parts/save_file";

const day_ms = 86_400_000;
const spans = [7, 30, 90, 365] as const;
const groups = ["week", "category", "service", "team", "priority"] as const;
type Group = (typeof groups)[number];

const timeText = (seconds: number | null) =>
  (seconds === null ? "–" : duration(seconds * 1_000, tongue()));

function Figure({ name, spread }: { name: string; spread: Spread }) {
  const say = words().statistics;
  return (
    <div><dt>{name}</dt><dd>{timeText(spread.p50_seconds)}
      <span class="below soft">{say.p90} {timeText(spread.p90_seconds)}</span></dd></div>
  );
}

const kept = ({ attainment }: Attainment) =>
  (attainment === null ? "–" : percent(attainment, locale.value));

function Figures({ total }: { total: DeskSummary }) {
  const say = words().statistics;
  return (
    <dl class="figures">
      <div><dt>{say.incidents}</dt><dd>{words().statistics.count(total.incidents)}
        <span class="below soft">{say.split(total.prevented, total.recovered, total.false_alarms)}
        </span></dd></div>
      <Figure name={say.lead} spread={total.lead_time} />
      <Figure name={say.detect} spread={total.time_to_detect} />
      <Figure name={say.acknowledge} spread={total.time_to_acknowledge} />
      <Figure name={say.respond} spread={total.time_to_respond} />
      <Figure name={say.resolve} spread={total.time_to_resolve} />
      <Figure name={say.confirmed} spread={total.time_to_resolve_confirmed} />
      <div><dt>{say.promises}</dt><dd>{kept(total.resolution_promise)}
        <span class="below soft">{say.response} {kept(total.response_promise)}</span></dd></div>
      <div><dt>{say.within24}</dt><dd>{kept(total.resolved_within_24_hours)}
        <span class="below soft">{say.within3} {kept(total.answered_within_3_hours)}</span></dd>
      </div>
    </dl>
  );
}

/** Where the time goes: on average, in each state and in each tier. */
function MeanTimes({ total }: { total: DeskSummary }) {
  const say = words();
  const parts = [
    ...Object.entries(total.mean_state_seconds).map(([state, seconds]) =>
      [wordFor(say.state, state), seconds] as const),
    ...Object.entries(total.mean_tier_seconds)];
  return (
    <section class="panel">
      <h2>{say.statistics.meanTimes}</h2>
      <dl class="facts">
        {parts.map(([name, seconds]) => (
          <div key={name}><dt>{name}</dt><dd>{timeText(seconds)}</dd></div>
        ))}
      </dl>
    </section>
  );
}

/** Of each group how many were prevented, came and recovered, or were false; numbers beside. */
function Bars({ list }: { list: Statistics["groups"] }) {
  const say = words().statistics;
  const most = Math.max(1, ...list.map(({ incidents }) => incidents));
  const parts = [["prevented", "prevented"], ["recovered", "recovered"],
    ["false_alarms", "false"], ["open", "open"]] as const;
  return (
    <figure>
      <ol class="bars">
        {list.map((each) => (
          <li key={each.key}>
            <span class="bar-name">{each.key || say.unnamed}</span>
            <span class="bar" role="img" aria-label={say.bar(each.prevented, each.recovered,
              each.false_alarms, each.open)}>
              {parts.map(([field, look]) => <span key={field} class={`bar-part ${look}`}
                style={{ width: `${each[field] / most * 100}%` }} />)}
            </span>
            <span class="amount">{say.count(each.incidents)}</span>
          </li>
        ))}
      </ol>
      <figcaption class="legend">
        {parts.map(([field, look]) => <span key={field} class="with-icon">
          <i class={`swatch bar-part ${look}`} />{say.part[field]}</span>)}
      </figcaption>
    </figure>
  );
}

function Table({ list }: { list: Statistics["groups"] }) {
  const say = words().statistics;
  return (
    <Listing label={say.table} heads={say.heads}>
      {list.map((each) => (
        <tr key={each.key}>
          <th scope="row">{each.key || say.unnamed}</th>
          <td class="amount">{say.count(each.incidents)}</td>
          <td class="amount">{timeText(each.time_to_acknowledge.p50_seconds)}</td>
          <td class="amount">{timeText(each.time_to_resolve.p50_seconds)}</td>
          <td class="amount">{timeText(each.time_to_resolve_confirmed.p50_seconds)}</td>
          <td class="amount">{timeText(each.lead_time.p50_seconds)}</td>
          <td class="amount">{kept(each.resolution_promise)}</td>
        </tr>
      ))}
    </Listing>
  );
}

/** How well the desk did. */
export function StatisticsPage() {
  const [days, setDays] = useState<number>(30);
  const [group, setGroup] = useState<Group>("week");
  const [to] = useState(() => serverNow());
  const say = words().statistics;
  const query = `from=${encodeURIComponent(new Date(to - days * day_ms).toISOString())}`
    + `&group_by=${group}`;
  const loaded = useLoaded(query, () => get<Statistics>(`/statistics?${query}`));
  const save = async () => saveFile(`foreshock-${group}.csv`, "text/csv",
    await getText(`/statistics?${query}&format=csv`));
  return (
    <>
      <PageHead title={words().sections.statistics} beside={
        <button type="button" onClick={() => void save()}>{say.save}</button>}>
        {loaded.value ? <><Moment at={loaded.value.from} as="zoned" />{" – "}
          <Moment at={loaded.value.to} as="zoned" /></> : null}</PageHead>
      <div class="filters">
        <div class="choice" role="group" aria-label={say.span}>
          {spans.map((each) => <button key={each} type="button" class="quiet"
            aria-pressed={each === days} onClick={() => setDays(each)}>{say.days(each)}</button>)}
        </div>
        <div class="choice" role="group" aria-label={say.by}>
          {groups.map((each) => <button key={each} type="button" class="quiet"
            aria-pressed={each === group} onClick={() => setGroup(each)}>
              {say.group[each]}</button>)}
        </div>
      </div>
      <Loading of={loaded}>
        {(value) => (
          <div class="stack">
            <Figures total={value.total} />
            <MeanTimes total={value.total} />
            <section class="panel">
              <h2>{say.group[group]}</h2>
              {value.groups.length === 0 ? <Nothing>{say.none}</Nothing>
                : <><Bars list={value.groups} /><Table list={value.groups} /></>}
            </section>
          </div>
        )}
      </Loading>
    </>
  );
}
