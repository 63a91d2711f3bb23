import type { Accuracy, Forecasts } from "../api/forecast_types";
import { percent, quantity } from "../format/number";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { locale, words } from "../words/words";
import { Loading } from "../parts/loading";
import { PageHead } from "../parts/page_head";
import { OpenForecasts } from "./open_forecasts";
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
    <div class="record bare" tabIndex={0} role="region" aria-label={say.title}>
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

/** What is announced, on one line of time; and how right such announcements have been. */
export function ForecastsPage() {
  const say = words().forecast;
  const loaded = useForecasts();
  return (
    <>
      <PageHead title={words().sections.forecasts}>
        {loaded.value ? summaryText(loaded.value) : null}</PageHead>
      <Loading of={loaded}>
        {({ open, accuracy }) => {
          const kinds = accuracy.filter((each) => each.host === null);
          return (
            <div class="stack">
              <OpenForecasts open={open} accuracy={accuracy} />
              <section class="panel">
                <h2>{say.title}</h2>
                {kinds.length > 0 ? <Record kinds={kinds} /> : <p class="soft">{say.none}</p>}
              </section>
            </div>
          );
        }}
      </Loading>
    </>
  );
}
