import type { Accuracy, OpenForecast } from "../api/forecast_types";
import type { Incident } from "../api/types";
import { percent } from "../format/number";
import { duration, roughly } from "../format/time";
import { timeAndZone, tongue, zone } from "../format/tongue";
import { hostAddress, incidentAddress } from "../state/address";
import { now } from "../state/clock";
import { openIncidents } from "../state/incidents";
import { locale, words } from "../words/words";
import { placeOf, ticksFor } from "./time_line";

const horizon_min_ms = 10 * 60_000;

const left = (iso: string) => Date.parse(iso) - now.value;
const share = (place: number) => `${(place * 100).toFixed(2)}%`;

function incidentOf({ host, component, disruption }: OpenForecast): Incident | undefined {
  const near = openIncidents.value.filter((each) => each.hosts.includes(host));
  return near.find((each) => each.forecast?.disruption === disruption)
    ?? near.find((each) => each.components.includes(component));
}

function leftText(forecast: OpenForecast): string {
  const say = words();
  const ms = left(forecast.expected_at);
  return ms < 0 ? say.anyMoment : say.in(duration(ms, tongue()));
}

function Line({ forecast, horizon, accuracy }:
{ forecast: OpenForecast; horizon: number; accuracy: Accuracy | undefined }) {
  const say = words();
  const incident = incidentOf(forecast);
  const from = placeOf(left(forecast.earliest_at), horizon);
  const to = placeOf(left(forecast.latest_at), horizon);
  const at = placeOf(left(forecast.expected_at), horizon);
  const precision = accuracy?.precision ?? null;
  return (
    <li class="ahead-row">
      <div class="ahead-text">
        <a href={incident ? incidentAddress(incident.reference) : hostAddress(forecast.host)}
          data-row={forecast.symptom_id}>{forecast.disruption}</a>
        <span class="soft below">
          {say.list([forecast.host, forecast.component].filter(Boolean))}</span>
      </div>
      <div class="ahead-track" role="img" aria-label={say.plot.describeForecast(
        timeAndZone(forecast.earliest_at), timeAndZone(forecast.latest_at))}>
        <span class="ahead-bar"
          style={{ left: share(from), width: share(Math.max(0.004, to - from)) }} />
        <span class="ahead-point" style={{ left: share(at) }} />
      </div>
      <div class="ahead-end">
        <strong>{leftText(forecast)}</strong>
        <span class="soft below">{timeAndZone(forecast.expected_at)} · {say.incident.confidence(
          percent(forecast.confidence, locale.value))}</span>
        <span class="soft below">{precision === null ? say.forecast.noRecord
          : say.forecast.record(percent(precision, locale.value))}</span>
      </div>
    </li>
  );
}

function Axis({ horizon }: { horizon: number }) {
  return (
    <div class="ahead-row ahead-axis" aria-hidden="true">
      <div class="ahead-text soft">{words().plot.zone(zone())}</div>
      <div class="ahead-track">
        <span class="ahead-tick first">{words().plot.now}</span>
        {ticksFor(horizon).map((tick) => (
          <span key={tick} class="ahead-tick" style={{ left: share(placeOf(tick, horizon)) }}>
            {roughly(tick, tongue())}</span>
        ))}
      </div>
      <div class="ahead-end" />
    </div>
  );
}

/** Everything that is announced, on one line of time, with how right such words have been. */
export function OpenForecasts({ open, accuracy }:
{ open: readonly OpenForecast[]; accuracy: readonly Accuracy[] }) {
  const say = words().forecast;
  if (open.length === 0) return <p class="nothing">{say.nothingOpen}</p>;
  const sorted = [...open].sort((one, other) => one.expected_at.localeCompare(other.expected_at));
  // Far bounds of uncertain forecasts are cut, so that what is near can be told apart.
  const farthest = Math.max(...sorted.map((each) => left(each.expected_at)));
  const widest = Math.max(...sorted.map((each) => left(each.latest_at)));
  const horizon = Math.max(horizon_min_ms, Math.min(widest, farthest * 1.6));
  const recordOf = (forecast: OpenForecast) =>
    accuracy.find((each) => each.kind === forecast.kind && each.host === forecast.host)
    ?? accuracy.find((each) => each.kind === forecast.kind && each.host === null);
  return (
    <section class="panel">
      <h2>{say.ahead}</h2>
      <Axis horizon={horizon} />
      <ol class="ahead" aria-label={say.ahead}>
        {sorted.map((each) => (
          <Line key={each.symptom_id} forecast={each} horizon={horizon} accuracy={recordOf(each)} />
        ))}
      </ol>
    </section>
  );
}
