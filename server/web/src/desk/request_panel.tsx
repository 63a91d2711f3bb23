import { signal } from "@preact/signals";
import { get } from "../api/client";
import type { Report, ReportPage } from "../api/report_types";
import { failures, saving, send } from "../state/actions";
import { useLoaded } from "../state/use_loaded";
import { words, wordFor } from "../words/words";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";

const changes = signal(0);
const refresh_ms = 30_000;

function One({ report }: { report: Report }) {
  const say = words();
  const path = `/requests/${encodeURIComponent(report.id)}`;
  const act = (what: "assign" | "done") => void send(report.id, "POST", `${path}/${what}`,
    (actor) => (what === "assign" ? { actor, assignee: actor } : { actor }))
    .then((done) => { if (done) changes.value += 1; });
  const failure = failures.value.get(report.id);
  return (
    <li>
      <div class="card-head">
        <div>
          <p class="row-facts">
            <StateMark tone={report.request?.state === "done" ? "good" : "coming"} icon="report"
              text={wordFor(say.report.requestState, report.request?.state ?? "open")} />
            <span>{report.reporter.name || report.reporter.contact}</span>
            <Moment at={report.received_at} as="age" />
            {report.request?.assignee ? <span>{say.owner(report.request.assignee)}</span> : null}
          </p>
          <p><strong>{report.subject}</strong></p>
          <p class="lines">{report.text}</p>
          {failure ? <p class="failure" role="alert">{say.act.failed(failure)}</p> : null}
        </div>
        {report.request?.state === "done" ? null : <div class="buttons">
          <button type="button" class="small" disabled={saving.value.has(report.id)}
            onClick={() => act("assign")}>{say.report.take}</button>
          <button type="button" class="small" disabled={saving.value.has(report.id)}
            onClick={() => act("done")}>{say.report.done}</button>
        </div>}
      </div>
    </li>
  );
}

/** What users asked for that is no trouble. */
export function RequestPanel() {
  const say = words().report;
  const loaded = useLoaded(`requests#${changes.value}`,
    () => get<ReportPage>("/requests?limit=100"), refresh_ms);
  return (
    <section class="panel">
      <h2>{say.requests}</h2>
      <Loading of={loaded}>
        {({ reports }) => (reports.length === 0 ? <Nothing>{say.noRequests}</Nothing>
          : <ul class="divided">{reports.map((each) => <One key={each.id} report={each} />)}</ul>)}
      </Loading>
    </section>
  );
}
