import type { Accuracy, Forecasts } from "../api/forecast_types";
import { percent, quantity } from "../format/number";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { locale, words } from "../words/words";
import { useForecasts } from "./use_forecasts";

const day_seconds = 86_400;

function leadText(seconds: number | null): string {
  return seconds === null ? "–" : duration(seconds * 1_000, tongue());
}

function KindRow({ accuracy }: { accuracy: Accuracy }) {
  const { precision, false_alarms_per_host_week: alarms } = accuracy;
  return (
    <tr>
      <th scope="row">{accuracy.kind}</th>
      <td>{accuracy.hit}</td>
      <td>{accuracy.early}</td>
      <td>{accuracy.late}</td>
      <td>{accuracy.never}</td>
      <td>{accuracy.prevented}</td>
      <td>{accuracy.unannounced}</td>
      <td>{precision === null ? "–" : percent(precision, locale.value)}</td>
      <td>{leadText(accuracy.median_lead_seconds)}</td>
      <td>{alarms > 0 && alarms < 0.05 ? "< 0.1" : quantity(alarms, "", locale.value)}</td>
    </tr>
  );
}

function Record({ kinds }: { kinds: Accuracy[] }) {
  const say = words().forecast;
  const heads = [say.hit, say.early, say.late, say.never, say.prevented, say.unannounced,
    say.precision, say.lead, say.falseAlarms];
  return (
    <div class="record" tabIndex={0} role="region" aria-label={say.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.kind}</th>
            {heads.map(({ name, hint }) => <th key={name} scope="col" title={hint}>{name}</th>)}
          </tr>
        </thead>
        <tbody>{kinds.map((each) => <KindRow key={each.kind} accuracy={each} />)}</tbody>
      </table>
    </div>
  );
}

function summaryText({ open, window_seconds: window }: Forecasts): string {
  const say = words().forecast;
  return words().list([say.open(open.length), say.window(Math.round(window / day_seconds))]);
}

/** How right the announcements have been, kind by kind, over all hosts. */
export function ForecastsPage() {
  const say = words().forecast;
  const { forecasts, error } = useForecasts();
  const kinds = forecasts?.accuracy.filter((each) => each.host === null) ?? [];
  return (
    <>
      <div class="summary">
        <h1>{say.title}</h1>
        {forecasts ? <p class="vitals">{summaryText(forecasts)}</p> : null}
      </div>
      {!forecasts ? <p class="soft">{error ? say.failed : words().link.first}</p> : null}
      {forecasts && kinds.length === 0 ? <p class="soft">{say.none}</p> : null}
      {kinds.length > 0 ? <Record kinds={kinds} /> : null}
    </>
  );
}
