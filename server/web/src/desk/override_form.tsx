import { useState } from "preact/hooks";
import { send } from "../state/actions";
import { actor } from "../state/settings";
import { words } from "../words/words";
import { TextField } from "../parts/fields";
import { Form } from "../parts/form";

const subject = "override";

export interface Asked {
  from: number;
  to: number;
}

/** As a field of the browser writes a moment: on the reader's clocks. */
const localOf = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  .toISOString().slice(0, 16);

/** Somebody stands in, whatever the layers say. */
export function OverrideForm({ schedule, asked, onClose, onDone }:
{ schedule: string; asked: Asked; onClose(): void; onDone(): void }) {
  const [person, setPerson] = useState(actor.value);
  const [from, setFrom] = useState(localOf(asked.from));
  const [to, setTo] = useState(localOf(asked.to));
  const [reason, setReason] = useState("");
  const say = words().desk;
  const submit = async () => {
    const done = await send(subject, "POST", "/oncall/overrides", (name) => ({
      actor: name, schedule,
      person: person.trim(), from: new Date(from).toISOString(), to: new Date(to).toISOString(),
      reason: reason.trim() }));
    if (done) onDone();
    return done;
  };
  return (
    <Form subject={subject} title={say.standIn} submit={words().act.send} class="action-form"
      onSubmit={submit} onClose={onClose}>
      <TextField label={say.who} value={person} onChange={setPerson} required first />
      <div class="field-pair">
        <TextField label={say.from} type="datetime-local" value={from} onChange={setFrom}
          required />
        <TextField label={say.to} type="datetime-local" value={to} onChange={setTo} required />
      </div>
      <TextField label={say.why} value={reason} onChange={setReason} required />
    </Form>
  );
}
