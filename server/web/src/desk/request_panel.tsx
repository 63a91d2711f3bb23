import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { get } from "../api/client";
import type { Report, ReportPage } from "../api/report_types";
import { failures, saving, send } from "../state/actions";
import { actor } from "../state/settings";
import { useLoaded } from "../state/use_loaded";
import { words, wordFor } from "../words/words";
import { AreaField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";

const changes = signal(0);
const refresh_ms = 30_000;

const pathOf = ({ id }: Report) => `/requests/${encodeURIComponent(id)}`;

async function ask(report: Report, what: "assign" | "done",
  bodyOf: (actor: string) => object): Promise<boolean> {
  const done = await send(report.id, "POST", `${pathOf(report)}/${what}`, bodyOf);
  if (done) changes.value += 1;
  return done;
}

/** Done, with words that its reporter hears. */
function DoneForm({ report, onClose }: { report: Report; onClose(): void }) {
  const [note, setNote] = useState("");
  const say = words().report;
  const submit = () => ask(report, "done",
    (name) => ({ actor: name, ...(note.trim() ? { note: note.trim() } : {}) }));
  return (
    <Form subject={report.id} submit={say.done} onSubmit={submit} onClose={onClose}>
      <AreaField label={say.doneNote} value={note} onChange={setNote} rows={2} first />
    </Form>
  );
}

function One({ report }: { report: Report }) {
  const [finishing, setFinishing] = useState(false);
  const say = words();
  const assignee = report.request?.assignee ?? "";
  const failure = failures.value.get(report.id);
  const busy = saving.value.has(report.id);
  return (
    <li>
      <div class="card-head">
        <div>
          <p class="row-facts">
            <StateMark tone="coming" icon="report"
              text={wordFor(say.report.requestState, report.request?.state ?? "open")} />
            <span>{report.reporter.name || report.reporter.contact || say.report.nameless}</span>
            <Moment at={report.received_at} as="age" />
            {assignee ? <span>{say.owner(assignee)}</span> : null}
          </p>
          {report.subject && report.subject !== report.text
            ? <p><strong>{report.subject}</strong></p> : null}
          <p class="lines">{report.text}</p>
          {failure && !finishing
            ? <p class="failure" role="alert">{say.act.failed(failure)}</p> : null}
        </div>
        {finishing ? null : <div class="buttons">
          {assignee && assignee === actor.value ? null
            : <button type="button" class="small" disabled={busy}
              onClick={() => void ask(report, "assign",
                (name) => ({ actor: name, assignee: name }))}>{say.report.take}</button>}
          <button type="button" class="small" disabled={busy}
            onClick={() => setFinishing(true)}>{say.report.done}</button>
        </div>}
      </div>
      {finishing ? <DoneForm report={report} onClose={() => setFinishing(false)} /> : null}
    </li>
  );
}

/** The server is asked for one state at a time. */
async function waiting(): Promise<Report[]> {
  const pages = await Promise.all(["open", "assigned"].map((state) =>
    get<ReportPage>(`/requests?state=${state}&limit=100`)));
  return pages.flatMap(({ reports }) => reports);
}

/** What users asked for that is no trouble, and that waits. */
export function RequestPanel() {
  const say = words().report;
  const loaded = useLoaded(`requests#${changes.value}`, waiting, refresh_ms);
  return (
    <section class="panel">
      <h2>{say.requests}</h2>
      <Loading of={loaded}>
        {(reports) => (reports.length === 0 ? <Nothing>{say.noRequests}</Nothing>
          : <ul class="divided">{reports.map((each) => <One key={each.id} report={each} />)}</ul>)}
      </Loading>
    </section>
  );
}
