import { useState } from "preact/hooks";
import type { IncidentDetail } from "../api/types";
import { perform } from "../state/actions";
import { words } from "../words/words";
import { AreaField } from "../parts/fields";
import { Form } from "../parts/form";

/** Chooses the symptoms that are another matter, shows what comes of it, and says why. */
export function SplitForm({ incident, onClose }:
{ incident: IncidentDetail; onClose(): void }) {
  const [ticked, setTicked] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const say = words().act;
  const stays = incident.symptom_count - ticked.length;
  const submit = async () => ticked.length > 0 && stays > 0 && reason.trim() !== ""
    && perform(incident.id, "split", { reason: reason.trim(), symptoms: ticked.join(",") });
  const tick = (id: string) => setTicked((known) =>
    (known.includes(id) ? known.filter((each) => each !== id) : [...known, id]));
  return (
    <Form subject={incident.id} title={say.split} submit={say.splitDo} class="action-form"
      onSubmit={submit} onClose={onClose}>
      <ul class="ticks">
        {incident.symptoms.map(({ id, host, component, sentence }) => (
          <li key={id}>
            <label class="tick">
              <input type="checkbox" checked={ticked.includes(id)} onChange={() => tick(id)} />
              <span><strong>{[host, component].filter(Boolean).join(" · ")}</strong> {sentence}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p class="preview" role="status">{ticked.length > 0
        ? say.splitPreview(ticked.length, stays, incident.reference) : say.splitHint}</p>
      <AreaField label={say.whyLabel} value={reason} onChange={setReason} rows={2} required />
    </Form>
  );
}
