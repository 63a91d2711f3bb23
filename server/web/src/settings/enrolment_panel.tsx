import { useState } from "preact/hooks";
import { change, get } from "../api/client";
import { enrolCommand, type EnrolmentToken } from "../api/enrolment_types";
import { attempt, send } from "../state/actions";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { Command } from "../parts/command";
import { AreaField, ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";
import { changed, changes } from "./changes";

/** "rack=7" a line. */
export function labelsOf(text: string): Record<string, string> {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return Object.fromEntries(lines.map((line) => {
    const at = line.indexOf("=");
    return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  }));
}

function AddToken({ onClose, onMade }:
{ onClose(): void; onMade(token: EnrolmentToken): void }) {
  const [ttl, setTtl] = useState("1h");
  const [uses, setUses] = useState("1");
  const [labels, setLabels] = useState("");
  const [replaces, setReplaces] = useState(false);
  const say = words().enrolment;
  const submit = async () => {
    const made = await attempt("new enrolment token", "POST", () =>
      change<EnrolmentToken>("POST", "/enrolment/tokens",
        { ttl, uses: Number(uses), labels: labelsOf(labels), may_replace: replaces }));
    if (made) onMade(made);
    return changed(made !== undefined);
  };
  return (
    <Form subject="new enrolment token" submit={say.make} onSubmit={submit} onClose={onClose}>
      <div class="field-pair">
        <ChoiceField label={say.good} value={ttl} onChange={setTtl}
          choices={(["1h", "8h", "1d", "7d", "30d"] as const).map((each) =>
            [each, say.ttl(each)])} />
        <TextField label={say.hosts} value={uses} onChange={setUses} required first max={6} />
      </div>
      <AreaField label={say.labels} value={labels} onChange={setLabels} rows={2}
        placeholder={say.labelExample} />
      <label class="tick">
        <input type="checkbox" checked={replaces}
          onChange={(event) => setReplaces(event.currentTarget.checked)} />
        <span>{say.replaces}</span>
      </label>
    </Form>
  );
}

function One({ token }: { token: EnrolmentToken }) {
  const say = words().enrolment;
  const revoke = () => void send(token.id, "DELETE",
    `/enrolment/tokens/${encodeURIComponent(token.id)}`).then(changed);
  const labels = Object.entries(token.labels).map(([name, value]) => `${name}=${value}`);
  return (
    <li class="pair">
      <span>
        <StateMark tone={token.state === "good" ? "good" : "quiet"} text={say.state[token.state]} />
        {" "}<strong>{token.id}</strong> <span class="soft">{say.used(token.uses, token.uses_max)}
          {" · "}{say.until} <Moment at={token.expires_at} as="zoned" />
          {labels.length > 0 ? ` · ${labels.join(", ")}` : ""}
          {token.may_replace ? ` · ${say.mayReplace}` : ""}</span>
      </span>
      {token.state === "good" ? <button type="button" class="small" onClick={revoke}>
        {say.revoke}<span class="unseen"> {token.id}</span></button> : null}
    </li>
  );
}

/** What lets hosts in: made here, shown once, ended here. */
export function EnrolmentPanel() {
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<EnrolmentToken | null>(null);
  const say = words().enrolment;
  const loaded = useLoaded(`enrolment tokens#${changes.value}`,
    () => get<EnrolmentToken[]>("/enrolment/tokens"));
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.title}</h2>{adding ? null
        : <button type="button" class="small" onClick={() => setAdding(true)}>{say.make}</button>}
      </div>
      {adding ? <AddToken onClose={() => setAdding(false)} onMade={setMade} /> : null}
      {made?.token ? <div class="notice" role="status"><p>{say.once}</p>
        <Command text={enrolCommand(made.token, location.origin)} /></div> : null}
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.none}</Nothing>
          : <ul class="divided">{list.map((each) => <One key={each.id} token={each} />)}</ul>)}
      </Loading>
    </section>
  );
}
