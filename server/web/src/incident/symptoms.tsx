import type { Evidence, IncidentDetail, Symptom } from "../api/types";
import { quantity, unitOfSignal } from "../format/number";
import { locale, words, wordFor } from "../words/words";
import { isForeign } from "../plot/subject";
import { Moment } from "../parts/moment";

function EvidenceLine({ evidence }: { evidence: Evidence }) {
  if (isForeign(evidence)) return evidence.note ? <li>{evidence.note}</li> : null;
  const unit = unitOfSignal(evidence.signal);
  const read = (value: number) => quantity(value, unit, locale.value, evidence.signal);
  const of = evidence.limit === null ? "" : ` / ${read(evidence.limit)}`;
  return (
    <li><code>{evidence.signal}</code>{" "}
      <span class="number">{read(evidence.value)}{of}</span> {evidence.note}</li>
  );
}

function OneSymptom({ symptom }: { symptom: Symptom }) {
  const say = words();
  return (
    <li>
      <p class="row-facts">
        <span>{say.phase[symptom.phase]}</span>
        <span>{wordFor(say.severity, symptom.severity)}</span>
        <span>{say.list([symptom.host, symptom.component].filter(Boolean))}</span>
        <Moment at={symptom.onset_at} as="zoned" />
        {symptom.cleared_at
          ? <span>{say.incident.cleared} <Moment at={symptom.cleared_at} as="zoned" /></span>
          : null}
        {symptom.times_raised > 1
          ? <span>{say.incident.raisedTimes(symptom.times_raised)}</span> : null}
      </p>
      <p>{symptom.sentence}</p>
      <ul class="evidence">
        {symptom.evidence.map((each, place) => <EvidenceLine key={place} evidence={each} />)}
      </ul>
      {symptom.joined_because.length > 0 ? (
        <p class="soft">{say.incident.joined}{" "}
          {symptom.joined_because.map((reason) => reason.text || reason.code).join("; ")}</p>
      ) : null}
    </li>
  );
}

export function Symptoms({ incident }: { incident: IncidentDetail }) {
  // What only users told of has none.
  if (incident.symptoms.length === 0 && !incident.beyond) return null;
  return (
    <section class="panel">
      <h2>{words().incident.symptoms}</h2>
      <ul class="symptoms">
        {incident.symptoms.map((symptom) => <OneSymptom key={symptom.id} symptom={symptom} />)}
      </ul>
      {incident.beyond ? <p class="soft">{words().incident.beyond(incident.beyond.symptoms,
        incident.beyond.active)}</p> : null}
    </section>
  );
}
