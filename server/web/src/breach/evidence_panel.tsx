import { useState } from "preact/hooks";
import { quantity } from "../format/number";
import { locale, words } from "../words/words";
import { TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import type { BreachPart } from "./breach_page";

function AddForm({ act, onClose }: { act: BreachPart["act"]; onClose(): void }) {
  const [name, setName] = useState("");
  const [hash, setHash] = useState("");
  const [bytes, setBytes] = useState("");
  const [location, setLocation] = useState("");
  const say = words().breach;
  const submit = () => act("evidence", { name: name.trim(), sha256: hash.trim(),
    location: location.trim(), ...(bytes.trim() ? { bytes: bytes.trim() } : {}) });
  return (
    <Form subject="breach evidence" submit={words().act.send} onSubmit={submit} onClose={onClose}>
      <TextField label={say.evidenceName} value={name} onChange={setName} max={300} required
        first />
      <TextField label={say.evidenceHash} hint={say.evidenceHashHint} value={hash}
        onChange={setHash} max={64} required />
      <div class="field-pair">
        <TextField label={say.evidencePlace} value={location} onChange={setLocation} max={300}
          required />
        <TextField label={say.evidenceBytes} value={bytes} onChange={setBytes} max={20} />
      </div>
    </Form>
  );
}

/** What is kept elsewhere and must not change: its SHA-256 says whether it did. */
export function EvidencePanel({ breach, act }: BreachPart) {
  const [adding, setAdding] = useState(false);
  const say = words().breach;
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.evidence}</h2>
        {adding || breach.state === "closed" ? null
          : <button type="button" class="small" onClick={() => setAdding(true)}>
            {say.addEvidence}</button>}
      </div>
      {adding ? <AddForm act={act} onClose={() => setAdding(false)} /> : null}
      {breach.evidence.length === 0 ? <Nothing>{say.noEvidence}</Nothing> : (
        <ul class="divided">
          {breach.evidence.map((each) => (
            <li key={each.id}>
              <p><strong>{each.name}</strong> <span class="soft">{each.id}</span></p>
              <p class="soft">{each.location}
                {each.bytes > 0 ? ` · ${quantity(each.bytes, "bytes", locale.value)}` : ""}{" · "}
                {each.added_by} <Moment at={each.added_at} as="zoned" /></p>
              <p><code>{each.sha256}</code></p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
