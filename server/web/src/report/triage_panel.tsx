import { get } from "../api/client";
import type { Intent, Report, ReportPage } from "../api/report_types";
import { percent } from "../format/number";
import { failures, saving, send } from "../state/actions";
import { useLoaded } from "../state/use_loaded";
import { locale, words } from "../words/words";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { told } from "./told";

const refresh_ms = 30_000;

function One({ report }: { report: Report }) {
  const say = words().report;
  const decide = (intent: Intent) => void send(report.id, "POST",
    `/reports/${encodeURIComponent(report.id)}/triage`, (actor) => ({ actor, intent }))
    .then((done) => { if (done) told.value += 1; });
  const failure = failures.value.get(report.id);
  return (
    <li>
      <p class="row-facts">
        <strong>{report.reporter.name || report.reporter.contact || say.nameless}</strong>
        <Moment at={report.received_at} as="age" />
        <span>{say.confident(percent(report.triage.confidence, locale.value))}</span>
      </p>
      <p class="lines">{report.text}</p>
      {report.triage.clues.length > 0
        ? <p class="soft">{say.clues} {report.triage.clues.join(", ")}</p> : null}
      {failure ? <p class="failure" role="alert">{words().act.failed(failure)}</p> : null}
      <div class="buttons">
        {(["incident", "request"] as const).map((intent) => (
          <button key={intent} type="button" class="small" disabled={saving.value.has(report.id)}
            onClick={() => decide(intent)}>{say.decide[intent]}</button>
        ))}
      </div>
    </li>
  );
}

/** What the text model was not sure of: a person says it, and the model learns. */
export function TriagePanel() {
  const say = words().report;
  const loaded = useLoaded(`unsure#${told.value}`,
    () => get<ReportPage>("/reports?intent=unsure&limit=50"), refresh_ms);
  return (
    <section class="panel">
      <h2>{say.unsure}</h2>
      <Loading of={loaded}>
        {({ reports }) => (reports.length === 0 ? <Nothing>{say.noneUnsure}</Nothing>
          : <ul class="divided">{reports.map((each) => <One key={each.id} report={each} />)}</ul>)}
      </Loading>
    </section>
  );
}
