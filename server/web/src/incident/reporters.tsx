import { useState } from "preact/hooks";
import type { JoinedReport } from "../api/report_types";
import type { IncidentDetail } from "../api/types";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";
import { Conversation } from "../report/conversation";

function One({ report, revision }: { report: JoinedReport; revision: number }) {
  const [open, setOpen] = useState(false);
  const say = words().report;
  return (
    <li>
      <p class="row-facts">
        <strong>{report.reporter || report.contact || say.nameless}</strong>
        <Moment at={report.received_at} as="zoned" />
        <span>{report.channel}</span>
        {report.confirmation === "not_asked" ? null
          : <span>{wordFor(say.confirmation, report.confirmation)}</span>}
        {report.satisfaction ? <span>{say.satisfaction(report.satisfaction)}</span> : null}
      </p>
      <p class="lines">{report.text}</p>
      {report.joined_because.length > 0
        ? <p class="soft">{report.joined_because.map(({ text }) => text).join("; ")}</p> : null}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{say.conversation}</summary>
        {open ? <Conversation id={report.id} from="desk" revision={revision} /> : null}
      </details>
    </li>
  );
}

/** Who told of it, in which words, and the conversation with each as they see it. */
export function Reporters({ incident }: { incident: IncidentDetail }) {
  const { reports = [], closure, public_words: shown } = incident;
  const say = words().report;
  if (reports.length === 0 && !closure && !shown) return null;
  return (
    <section class="panel">
      <h2>{say.reporters(incident.report_count ?? reports.length)}</h2>
      {shown ? <p><strong>{say.published}</strong> {shown}</p> : null}
      {closure ? <p><strong>{wordFor(say.codes, closure.code)}</strong>{" "}
        {[closure.cause, closure.fix].filter(Boolean).join(" · ")}{" "}
        {closure.hypothesis ? <>{say.byHypothesis(closure.hypothesis)}{" "}</> : null}
        <span class="soft">{closure.recorded_by}{" "}
          <Moment at={closure.recorded_at} as="zoned" /></span>
      </p> : null}
      <ul class="divided">
        {reports.map((report) => (
          <One key={report.id} report={report} revision={incident.revision} />))}
      </ul>
    </section>
  );
}
