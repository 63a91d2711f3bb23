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
}

const subjects_max = 3;

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

function subjectsOf(symptom: Symptom): Subject[] {
  const first = bearer(symptom);
  const others = symptom.evidence.filter((each) => each !== first);
  return [...(first ? [first] : []), ...others].map((evidence) => {
    const forecast = evidence === first ? symptom.forecast : null;
    return {
      host: symptom.host, evidence, forecast, limit: forecast?.limit ?? evidence.limit,
      onset_at: symptom.onset_at, first_sign_at: symptom.first_sign_at,
    };
  });
}

/** The series to plot: the leading symptom's first, then others', each series once. */
export function subjectsToPlot(incident: IncidentDetail): Subject[] {
  const leading = leadingSymptom(incident);
  const rest = incident.symptoms.filter((symptom) => symptom !== leading)
    .sort((one, other) => one.first_sign_at.localeCompare(other.first_sign_at));
  const seen = new Set<string>();
  return [...(leading ? [leading] : []), ...rest].flatMap(subjectsOf).filter((subject) => {
    const name = nameOf(subject.host, subject.evidence);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  }).slice(0, subjects_max);
}
