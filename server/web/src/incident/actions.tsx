import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Incident } from "../api/types";
import { acknowledge, addNote, failures, resolve, saving } from "../state/actions";
import { words } from "../words/words";

type Form = "note" | "resolve";

/** Which form is open; outside of the component because a key opens it too. */
export const openForm = signal<Form | null>(null);

const text_max = 4_000;

function TextForm({ incident, form }: { incident: Incident; form: Form }) {
  const [text, setText] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const say = words().act;
  useEffect(() => area.current?.focus(), [form]);
  const close = () => { openForm.value = null; };
  const submit = async (event: Event) => {
    event.preventDefault();
    const send = form === "note" ? addNote : resolve;
    if (text.trim() && await send(incident.id, text.trim())) close();
  };
  return (
    <form class="stack action-form" onSubmit={(event) => void submit(event)}>
      <label class="field">
        <span>{form === "note" ? say.noteLabel : say.reasonLabel}</span>
        <textarea ref={area} rows={3} required maxLength={text_max} value={text}
          onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div class="buttons">
        <button type="submit" class="primary" disabled={saving.value.has(incident.id)}>
          {say.send}</button>
        <button type="button" onClick={close}>{say.cancel}</button>
      </div>
    </form>
  );
}

/** What a person can do. Everything asks the server, and says so when it said no. */
export function Actions({ incident }: { incident: Incident }) {
  const say = words().act;
  const busy = saving.value.has(incident.id);
  const failure = failures.value.get(incident.id);
  const toggle = (form: Form) => { openForm.value = openForm.value === form ? null : form; };
  useEffect(() => () => { openForm.value = null; }, [incident.id]);
  return (
    <section class="actions" aria-label={say.name}>
      <div class="buttons">
        {incident.open && !incident.owner ? (
          <button type="button" class="primary" disabled={busy}
            onClick={() => void acknowledge(incident.id)}>{say.acknowledge}</button>
        ) : null}
        <button type="button" aria-expanded={openForm.value === "note"}
          onClick={() => toggle("note")}>{say.note}</button>
        {incident.open ? (
          <button type="button" aria-expanded={openForm.value === "resolve"}
            onClick={() => toggle("resolve")}>{say.resolve}</button>
        ) : null}
        {busy ? <span class="soft" role="status">{say.saving}</span> : null}
      </div>
      {failure ? <p class="failure" role="alert">{say.failed(failure)}</p> : null}
      {openForm.value ? <TextForm key={openForm.value} incident={incident} form={openForm.value} />
        : null}
    </section>
  );
}
