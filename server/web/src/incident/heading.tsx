import type { Incident } from "../api/types";
import { outlookOf } from "../format/outlook";
import { percent } from "../format/number";
import { now } from "../state/clock";
import { locale, words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";
import { PriorityBadge } from "../parts/marks";
import { OutlookText } from "../parts/outlook";

function ForecastText({ incident }: { incident: Incident }) {
  const { forecast } = incident;
  const outlook = outlookOf(incident, now.value);
  if (!forecast || (outlook.kind !== "coming" && outlook.kind !== "overdue")) return null;
  const say = words().incident;
  return (
    <p class="forecast-text">
      <strong>{forecast.disruption}</strong>
      <span>{say.expected} <Moment at={forecast.expected_at} as="zoned" /></span>
      <span>{say.window} <Moment at={forecast.earliest_at} as="zoned" />{" – "}
        <Moment at={forecast.latest_at} as="zoned" /></span>
      <span>{say.confidence(percent(forecast.confidence, locale.value))}</span>
    </p>
  );
}

/** The incident in one glance: what, how urgent, how long. */
export function Heading({ incident }: { incident: Incident }) {
  const say = words();
  return (
    <header class={`heading ${incident.priority.toLowerCase()}`}>
      <div class="heading-marks">
        <PriorityBadge name={incident.priority} />
        <span class="number">{incident.reference}</span>
        <span>{wordFor(say.state, incident.state)}</span>
        <span>{incident.owner ? say.owner(incident.owner) : say.nobody}</span>
      </div>
      <div class="heading-main">
        <div>
          <h1 id="incident-title" tabIndex={-1}>{incident.title}</h1>
          <p class="sentence">{incident.sentence}</p>
        </div>
        <OutlookText incident={incident} />
      </div>
      <ForecastText incident={incident} />
    </header>
  );
}
