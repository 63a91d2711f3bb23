import { useMemo, useState } from "preact/hooks";
import { listSeries } from "../api/client";
import type { Host, Series } from "../api/host_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { hashOf, type ChartView } from "../state/address";
import { serverNow } from "../state/clock";
import { hostsByName } from "../state/hosts";
import { link } from "../state/live";
import { goTo, lastFleet } from "../state/route";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { IncidentRow } from "../now/incident_row";
import { BackLink } from "../parts/back_link";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { HostActs } from "./host_acts";
import { HostChart, type ChartSpan } from "./host_chart";
import { HostFacts } from "./host_facts";
import { LearnedLimits } from "./learned_limits";
import { chartsFor, costSignals, overviewFor, signalsOf, type ChartSpec } from "./overview";
import { PresenceMark, skewText } from "./presence";
import { SpanBar } from "./span_bar";
import { useHistory, type Band } from "./use_bands";
import { isYoung } from "./young";

const incidents_max = 10;
const series_every_ms = 60_000;
const young_every_ms = 3_000;

function Head({ host }: { host: Host }) {
  const say = words().host;
  return (
    <PageHead title={host.name} beside={<HostActs host={host} />}>
      <span class="row-facts">
        <PresenceMark host={host} />
        <span>{say.lastSeen} <Moment at={host.last_seen} as="age" /></span>
        <span>{say.skew} {skewText(host.clock_skew_seconds)}</span>
        <span>{say.every} {duration(host.report_interval_seconds * 1_000, tongue())}</span>
        <span>{say.incidents(host.open_incidents)}</span>
      </span>
    </PageHead>
  );
}

function AddChart({ all, onAdd }: { all: readonly Series[]; onAdd(signal: string): void }) {
  const say = words().host;
  const signals = useMemo(() => signalsOf(all), [all]);
  const add = (event: Event & { currentTarget: HTMLInputElement }) => {
    const { value } = event.currentTarget;
    if (!signals.includes(value)) return;
    onAdd(value);
    event.currentTarget.value = "";
  };
  return (
    <>
      <input class="add-chart" list="signals" aria-label={say.addChart}
        placeholder={say.addChart} onInput={add} />
      <datalist id="signals">{signals.map((name) => <option key={name} value={name} />)}</datalist>
    </>
  );
}

interface ChartsProps {
  name: string;
  specs: readonly ChartSpec[];
  chart: ChartView;
  bands: readonly Band[];
}

function Charts({ name, specs, chart, bands }: ChartsProps) {
  const span = (): ChartSpan => (chart.from > 0 ? { from: chart.from, to: chart.to, live: false }
    : { from: serverNow() - chart.last * 1_000, to: serverNow(), live: true });
  const zoom = (from: number, to: number) =>
    goTo({ page: "host", name, chart: { last: 0, from, to } });
  return (
    <div class="charts">
      {specs.map((spec) => (
        <HostChart key={spec.key} host={name} spec={spec} span={span} bands={bands}
          spanKey={`${chart.last} ${chart.from} ${chart.to}`} onZoom={zoom} />
      ))}
    </div>
  );
}

function Measures({ name, chart }: { name: string; chart: ChartView }) {
  const [asked, setAsked] = useState<string[]>([]);
  const every_ms = isYoung(name) ? young_every_ms : series_every_ms;
  const all = useLoaded(`series ${name}`, () => listSeries(name), every_ms).value ?? [];
  const history = useHistory(name).value;
  const say = words().host;
  const shared = { name, chart, bands: history?.bands ?? [] };
  const specs = useMemo(() => overviewFor(all, asked), [all, asked]);
  const costs = useMemo(() => chartsFor(costSignals, all), [all]);
  return (
    <>
      {history && history.incidents.length > 0 ? (
        <section class="recent">
          <h2>{say.history}</h2>
          <ol class="rows" aria-label={say.history}>
            {history.incidents.slice(0, incidents_max).map((incident) => (
              <IncidentRow key={incident.id} incident={incident} />
            ))}
          </ol>
        </section>
      ) : null}
      <section class="panel">
        <div class="panel-head"><h2>{say.overview}</h2>
          <AddChart all={all} onAdd={(signal) => setAsked((known) =>
            [signal, ...known.filter((each) => each !== signal)])} /></div>
        <SpanBar name={name} chart={chart} />
        {specs.length > 0 ? <Charts {...shared} specs={specs} />
          : <Nothing>{say.noSeries}</Nothing>}
        {shared.bands.length > 0 ? <p class="legend">
          <span class="with-icon"><i class="swatch band-coming" />{say.bandComing}</span>
          <span class="with-icon"><i class="swatch band-happening" />{say.bandHappening}</span>
        </p> : null}
      </section>
      {costs.length > 0 ? (
        <section class="panel"><h2>{say.cost}</h2><Charts {...shared} specs={costs} /></section>
      ) : null}
    </>
  );
}

/** One host: what is wrong, how it went, what it is, what its agent costs. */
export function HostPage({ name, chart }: { name: string; chart: ChartView }) {
  const say = words();
  const host = hostsByName.value.get(name);
  return (
    <>
      <BackLink href={hashOf({ page: "fleet", view: lastFleet.value })} text={say.host.back} />
      {host ? <Head host={host} /> : <PageHead title={name}>
        {link.value === "first" ? say.link.first : say.host.unknown}</PageHead>}
      <div class="stack">
        <Measures name={name} chart={chart} />
        {host ? <LearnedLimits name={name} /> : null}
        {host ? <HostFacts host={host} /> : null}
      </div>
    </>
  );
}
