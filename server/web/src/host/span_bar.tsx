import { fullTimeOf, zone } from "../format/tongue";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { hashOf, lastHour, type ChartView } from "../state/address";
import { words } from "../words/words";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const spans = [15 * minute, hour, 6 * hour, day, 7 * day, 30 * day] as const;

/** Which time the charts show: so much until now, or a span that was marked in one of them. */
export function SpanBar({ name, chart }: { name: string; chart: ChartView }) {
  const say = words().host;
  const address = (view: ChartView) => hashOf({ page: "host", name, chart: view });
  const iso = (at: number) => new Date(at).toISOString();
  return (
    <nav class="filters" aria-label={say.span}>
      <span class="choice" role="group" aria-label={say.span}>
        {spans.map((last) => (
          <a key={last} href={address({ ...lastHour, last })}
            aria-current={chart.from === 0 && chart.last === last ? "true" : undefined}>
            {duration(last * 1_000, tongue())}</a>
        ))}
      </span>
      {chart.from > 0 ? (
        <span class="chip"><span>{fullTimeOf(iso(chart.from))} – {fullTimeOf(iso(chart.to))}</span>
          <a href={address(lastHour)}>{say.unzoom}</a></span>
      ) : <span class="soft">{words().plot.zone(zone())} · {say.zoomHint}</span>}
    </nav>
  );
}
