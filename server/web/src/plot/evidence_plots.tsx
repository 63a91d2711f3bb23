import type { IncidentDetail } from "../api/types";
import { zone } from "../format/tongue";
import { words } from "../words/words";
import { EvidencePlot } from "./evidence_plot";
import { subjectsToPlot } from "./subject";

/** The measured truth behind the sentence, the leading series first. */
export function EvidencePlots({ incident }: { incident: IncidentDetail }) {
  const subjects = subjectsToPlot(incident);
  if (subjects.length === 0) return null;
  const say = words().plot;
  const course = {
    first_sign_at: incident.first_sign_at,
    forecast: subjects[0]?.forecast ?? null,
    ended_at: incident.open ? null : incident.resolved_at,
  };
  return (
    <section class="panel">
      <h2>{say.title}</h2>
      <p class="soft">{subjects.length > 1 ? `${say.stacked} ` : ""}{say.zone(zone())}</p>
      {subjects.map((subject, place) => (
        <EvidencePlot key={`${subject.host} ${subject.evidence.signal} ${place}`}
          subject={subject} course={course} sync={incident.id} small={place > 0} />
      ))}
    </section>
  );
}
