import type { Incident } from "../api/types";
import { words } from "../words/words";

export function WhyPriority({ incident }: { incident: Incident }) {
  const say = words().incident;
  return (
    <section class="panel">
      <h2>{say.why(incident.priority)}</h2>
      <p>{say.impactUrgency(incident.impact, incident.urgency)}</p>
      <ul class="reasons">
        {incident.priority_reasons.map((reason, place) => (
          <li key={place}>{reason.text || reason.code}</li>
        ))}
      </ul>
    </section>
  );
}
