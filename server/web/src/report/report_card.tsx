import { useState } from "preact/hooks";
import type { Report } from "../api/report_types";
import { incidentAddress } from "../state/address";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";
import { StateMark } from "../parts/state_mark";
import { Conversation } from "./conversation";

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
        {report.incident_id ? <a href={incidentAddress(report.incident_id)}>{say.incident}</a>
          : null}
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
