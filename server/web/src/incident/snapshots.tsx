import type { IncidentDetail, Snapshot, SnapshotSection } from "../api/types";
import { words } from "../words/words";
import { Moment } from "../parts/moment";

interface RowProps {
  cells: string[];
  culprit: boolean;
}

function Row({ cells, culprit }: RowProps) {
  return (
    <tr class={culprit ? "culprit" : undefined}>
      {cells.map((cell, place) => <td key={place}>{cell}</td>)}
      <td class="tag">{culprit ? <strong>{words().incident.culprit}</strong> : null}</td>
    </tr>
  );
}

function SectionTable({ section }: { section: SnapshotSection }) {
  const marked = section.culprit !== null;
  return (
    <div class="scroll" role="region" aria-label={section.title} tabIndex={0}>
      <table class={marked ? "marked" : undefined}>
        <caption>{section.title}</caption>
        <thead>
          <tr>{section.columns.map((name, place) => <th key={place} scope="col">{name}</th>)}
            <td class="tag" /></tr>
        </thead>
        <tbody>
          {section.rows.map((cells, place) => (
            <Row key={place} cells={cells} culprit={section.culprit === place} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function OneSnapshot({ host, snapshot }: { host: string; snapshot: Snapshot }) {
  const say = words();
  return (
    <div class="stack">
      <p class="soft">{host} · {say.incident.snapshotTaken}{" "}
        <Moment at={snapshot.taken_at} as="zoned" /></p>
      {snapshot.sections.map((section, place) => (
        <SectionTable key={place} section={section} />
      ))}
    </div>
  );
}

/** The hosts as they were when it began, as the agents saw them. */
export function Snapshots({ incident }: { incident: IncidentDetail }) {
  const taken = incident.symptoms.filter((symptom) => symptom.snapshot?.sections.length);
  if (taken.length === 0) return null;
  return (
    <section class="panel">
      <h2>{words().incident.snapshot}</h2>
      {taken.map((symptom) => symptom.snapshot ? (
        <OneSnapshot key={symptom.id} host={symptom.host} snapshot={symptom.snapshot} />
      ) : null)}
    </section>
  );
}
