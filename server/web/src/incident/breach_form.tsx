import { useState } from "preact/hooks";
import { change } from "../api/client";
import type { Breach } from "../api/breach_types";
import type { IncidentDetail } from "../api/types";
import { attempt } from "../state/actions";
import { breachAddress } from "../state/address";
import { learnBreach } from "../state/breaches";
import { forgetIncident } from "../state/incidents";
import { words } from "../words/words";
import { AreaField, TextField } from "../parts/fields";
import { Form } from "../parts/form";

/** Makes a breach of the incident: from then on only those see it who may see that. */
export function BreachForm({ incident, onClose }:
{ incident: IncidentDetail; onClose(): void }) {
  const [title, setTitle] = useState(incident.title);
  const [text, setText] = useState(incident.sentence);
  const [aware, setAware] = useState("");
  const say = words().breach;
  const submit = async () => {
    const raised = await attempt(incident.id, "breach", (actor) =>
      change<Breach>("POST", "/breaches", { actor, incident: incident.id,
        ...(title.trim() ? { title: title.trim() } : {}),
        ...(text.trim() ? { words: text.trim() } : {}),
        ...(aware ? { aware_at: new Date(aware).toISOString() } : {}) }));
    if (!raised) return false;
    learnBreach(raised);
    forgetIncident(incident.id);
    location.hash = breachAddress(raised.reference);
    return true;
  };
  return (
    <Form subject={incident.id} title={say.become} submit={say.become} danger class="action-form"
      onSubmit={submit} onClose={onClose}>
      <p class="preview">{say.becomeHint}</p>
      <TextField label={say.title} value={title} onChange={setTitle} max={300} first />
      <AreaField label={say.words} value={text} onChange={setText} />
      <TextField label={say.aware} hint={say.awareHint} type="datetime-local" value={aware}
        onChange={setAware} />
    </Form>
  );
}
