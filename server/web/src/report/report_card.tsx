import { useState } from "preact/hooks";
import type { Report } from "../api/report_types";
import { incidentAddress } from "../state/address";
import { incidents } from "../state/incidents";
import { words, wordFor } from "../words/words";
import { PhaseMark } from "../parts/marks";
import { Moment } from "../parts/moment";
import { StateMark } from "../parts/state_mark";
import { Conversation } from "./conversation";

/** Its number and how it stands, as far as the lists know it. */
function ItsIncident({ id }: { id: string }) {
  const known = incidents.value.get(id);
  return (
    <>
      <a href={incidentAddress(known?.reference ?? id)}>
        {known?.reference ?? words().report.incident}</a>
      {known ? <PhaseMark incident={known} /> : null}
    </>
  );
}

/** One report as its reporter sees it: what it became, and the conversation. */
export function ReportCard({ report }: { report: Report }) {
  const [open, setOpen] = useState(false);
  const say = words().report;
  const { intent } = report.triage;
  return (
    <li>
      <p class="row-facts">
        <StateMark tone={intent === "unsure" ? "quiet" : "coming"} icon="report"
          text={say.intent[intent]} />
        <Moment at={report.received_at} as="age" />
        {report.incident_id ? <ItsIncident id={report.incident_id} /> : null}
        {report.request ? <span>{wordFor(say.requestState, report.request.state)}</span> : null}
      </p>
      <p class="lines">{report.text}</p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{say.conversation}</summary>
        {open ? <Conversation id={report.id} from="reporter" /> : null}
      </details>
    </li>
  );
}
