import { useState } from "preact/hooks";
import { change, get } from "../api/client";
import type { Report, ReportPage as Listed, ToldReport } from "../api/report_types";
import { hasPlace } from "../state/abilities";
import { incidentAddress } from "../state/address";
import { attempt } from "../state/actions";
import { actor, contact } from "../state/settings";
import { useServices } from "../state/services";
import { useLoaded } from "../state/use_loaded";
import { locale, words } from "../words/words";
import { AreaField, ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { ReportCard } from "./report_card";
import { told } from "./told";
import { TriagePanel } from "./triage_panel";

const subject = "report";

function Answer({ answer }: { answer: ToldReport }) {
  const say = words().report;
  const { incident, report } = answer;
  return (
    <div class="notice" role="status">
      <p><strong>{say.thanks}</strong>{" "}
        {incident ? <>{incident.was_known ? say.known : say.opened}{" "}
          <a href={incidentAddress(incident.reference)}>{incident.reference}</a> {incident.title}</>
          : report.request ? say.asRequest : say.asUnsure}</p>
    </div>
  );
}

/** A link can fill in what it knows: `#/report?service=shop&host=web-1`. */
const prefilled = (name: string): string =>
  new URLSearchParams(location.hash.split("?")[1] ?? "").get(name) ?? "";

function TellForm() {
  const [text, setText] = useState(() => prefilled("text"));
  const [address, setAddress] = useState(contact.value);
  const [service, setService] = useState(() => prefilled("service"));
  const [host, setHost] = useState(() => prefilled("host"));
  const [answer, setAnswer] = useState<ToldReport | null>(null);
  const services = useServices().value ?? [];
  const say = words().report;
  const submit = async () => {
    if (!text.trim()) return false;
    const given = await attempt(subject, "POST", (name) => change<ToldReport>("POST", "/reports", {
      text: text.trim(), name, channel: "form", language: locale.value,
      ...(address.trim() ? { contact: address.trim() } : {}), ...(service ? { service } : {}),
      ...(host.trim() ? { host: host.trim() } : {}) }));
    if (!given) return false;
    contact.value = address.trim();
    setAnswer(given);
    setText("");
    told.value += 1;
    return true;
  };
  return (
    <section class="panel tell">
      <Form subject={subject} submit={say.send} onSubmit={submit}>
        <AreaField label={say.what} hint={say.whatHint} value={text} onChange={setText} rows={4}
          required first />
        <div class="field-pair">
          <ChoiceField label={say.service} value={service} onChange={setService}
            choices={[["", say.notSure], ...services.map(({ name, title }) =>
              [name, title || name] as const)]} />
          <TextField label={say.host} value={host} onChange={setHost} max={200} />
        </div>
        <TextField label={say.contact} hint={say.contactHint} value={address} max={200}
          autocomplete="email" onChange={setAddress} />
      </Form>
      {answer ? <Answer answer={answer} /> : null}
    </section>
  );
}

function Mine() {
  const say = words().report;
  const name = actor.value;
  const query = contact.value ? `?contact=${encodeURIComponent(contact.value)}&limit=50`
    : "?limit=100";
  const loaded = useLoaded(`mine ${query}#${told.value}`, () => get<Listed>(`/reports${query}`));
  const own = (all: readonly Report[]) => (contact.value ? all
    : all.filter(({ reporter }) => name !== "" && reporter.name === name));
  return (
    <section class="panel">
      <h2>{say.mine}</h2>
      <Loading of={loaded}>
        {({ reports }) => (own(reports).length === 0 ? <Nothing>{say.noneMine}</Nothing>
          : <ul class="divided">{own(reports).map((each) =>
            <ReportCard key={each.id} report={each} />)}</ul>)}
      </Loading>
    </section>
  );
}

/** For whoever has trouble: few words, and what became of what was told before. */
export function ReportPage() {
  const say = words().report;
  return (
    <>
      <PageHead title={words().sections.report} beside={hasPlace("/status")
        ? <a href="/status">{say.status}</a> : null}>{say.hint}</PageHead>
      <div class="columns halves">
        <div class="stack"><TellForm /><Mine /></div>
        <TriagePanel />
      </div>
    </>
  );
}
