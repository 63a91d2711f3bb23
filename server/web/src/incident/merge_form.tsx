import { useState } from "preact/hooks";
import type { Incident, IncidentDetail } from "../api/types";
import { perform } from "../state/actions";
import { openIncidents } from "../state/incidents";
import { words } from "../words/words";
import { AreaField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { scopeText } from "./scope";

const offered_max = 12;

function Offered({ incident, ticked, onTick }:
{ incident: Incident; ticked: boolean; onTick(): void }) {
  return (
    <li>
      <label class="tick">
        <input type="checkbox" checked={ticked} onChange={onTick} />
        <span><strong>{incident.reference}</strong> {incident.title}
          <span class="soft"> {words().list([incident.priority, scopeText(incident)])}</span></span>
      </label>
    </li>
  );
}

/** What would become of it: how many symptoms and hosts it then has. */
function Outcome({ incident, others }: { incident: Incident; others: Incident[] }) {
  if (others.length === 0) return null;
  const all = [incident, ...others];
  const symptoms = all.reduce((sum, { symptom_count: count }) => sum + count, 0);
  const hosts = new Set(all.flatMap((each) => each.hosts)).size;
  return (
    <p class="preview" role="status">{words().act.mergePreview(
      others.map(({ reference }) => reference).join(", "), incident.reference, symptoms, hosts)}</p>
  );
}

/** Chooses what belongs to this incident, shows what comes of it, and says why. */
export function MergeForm({ incident, onClose }:
{ incident: IncidentDetail; onClose(): void }) {
  const [ticked, setTicked] = useState<string[]>([]);
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const say = words().act;
  const open = openIncidents.value.filter(({ id }) => id !== incident.id);
  const offered = open.filter((each) => ticked.includes(each.id)
    || `${each.reference} ${each.title} ${each.hosts.join(" ")}`.toLowerCase()
      .includes(text.toLowerCase())).slice(0, offered_max);
  const others = open.filter(({ id }) => ticked.includes(id));
  const submit = async () => others.length > 0 && reason.trim() !== ""
    && perform(incident.id, "merge",
      { reason: reason.trim(), from: others.map(({ number }) => number).join(",") });
  return (
    <Form subject={incident.id} title={say.merge} submit={say.mergeDo} class="action-form"
      onSubmit={submit} onClose={onClose}>
      <TextField label={say.mergeFind} type="search" value={text} onChange={setText} first />
      <ul class="ticks">
        {offered.map((each) => (
          <Offered key={each.id} incident={each} ticked={ticked.includes(each.id)}
            onTick={() => setTicked((known) => (known.includes(each.id)
              ? known.filter((id) => id !== each.id) : [...known, each.id]))} />
        ))}
      </ul>
      {open.length === 0 ? <p class="soft">{say.mergeNone}</p> : null}
      <Outcome incident={incident} others={others} />
      <AreaField label={say.whyLabel} value={reason} onChange={setReason} rows={2} required />
    </Form>
  );
}
