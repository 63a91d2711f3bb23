import type { Evidence, Forecast, IncidentDetail, Symptom } from "../api/types";

/** One series that explains the incident, and what is to be drawn with it. */
export interface Subject {
  host: string;
  evidence: Evidence;
  /** Only on the series that the forecast speaks of. */
  forecast: Forecast | null;
  limit: number | null;
  onset_at: string;
  first_sign_at: string;
  /** When the disruption was there; null while it is not, or never was. */
  disrupted_at: string | null;
}

const subjects_max = 8;

const sameForecast = (symptom: Symptom, forecast: Forecast | null) =>
  forecast !== null && symptom.forecast?.expected_at === forecast.expected_at
  && symptom.forecast.limit === forecast.limit;

/** The symptom that the incident's own words and forecast come from. */
export function leadingSymptom(incident: IncidentDetail): Symptom | undefined {
  return incident.symptoms.find((symptom) => sameForecast(symptom, incident.forecast))
    ?? incident.symptoms.find((symptom) => symptom.sentence === incident.sentence)
    ?? incident.symptoms[0];
}

const nameOf = (host: string, { signal, labels }: Evidence) =>
  JSON.stringify([host, signal, Object.entries(labels).sort()]);

/** The forecast's line belongs to the evidence with its limit, else to the first. */
function bearer(symptom: Symptom): Evidence | undefined {
  const { forecast, evidence } = symptom;
  return evidence.find((each) => forecast !== null && each.limit === forecast.limit)
    ?? evidence[0];
}

/** When the incident went from coming to happening. */
function disruptedAt(incident: IncidentDetail): string | null {
  const event = incident.timeline.find(({ kind, to }) =>
    kind === "phase_changed" && to === "occurring");
  return event?.at ?? null;
}

function subjectsOf(symptom: Symptom, disrupted_at: string | null): Subject[] {
  const first = bearer(symptom);
  const others = symptom.evidence.filter((each) => each !== first);
  return [...(first ? [first] : []), ...others].map((evidence) => {
    const forecast = evidence === first ? symptom.forecast : null;
    return {
      host: symptom.host, evidence, forecast, limit: forecast?.limit ?? evidence.limit,
      onset_at: symptom.onset_at, first_sign_at: symptom.first_sign_at, disrupted_at,
    };
  });
}

/** Made from what others said: there is nothing measured behind it. */
export const isForeign = ({ signal }: { signal: string }) => signal === "ALERTS";

/** The series to plot: the leading symptom's first, then others' by first sign, each once. */
export function subjectsToPlot(incident: IncidentDetail): Subject[] {
  const leading = leadingSymptom(incident);
  const disrupted_at = disruptedAt(incident);
  const rest = incident.symptoms.filter((symptom) => symptom !== leading)
    .sort((one, other) => one.first_sign_at.localeCompare(other.first_sign_at));
  const seen = new Set<string>();
  return [...(leading ? [leading] : []), ...rest]
    .flatMap((symptom) => subjectsOf(symptom, disrupted_at)).filter((subject) => {
    if (isForeign(subject.evidence)) return false;
    const name = nameOf(subject.host, subject.evidence);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  }).slice(0, subjects_max);
}
