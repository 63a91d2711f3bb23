import { useState } from "preact/hooks";
import { failures, saving } from "../state/actions";
import { words } from "../words/words";
import { TextField } from "../parts/fields";
import { Form } from "../parts/form";
import type { BreachPart } from "./breach_page";

function NameForm({ act, onClose }: { act: BreachPart["act"]; onClose(): void }) {
  const [person, setPerson] = useState("");
  const say = words();
  const submit = async () => person.trim() !== "" && act("people", { person: person.trim() });
  return (
    <Form subject="breach people" submit={say.breach.name} onSubmit={submit} onClose={onClose}>
      <TextField label={say.people.name} value={person} onChange={setPerson} max={200} required
        first />
    </Form>
  );
}

/** Who sees it besides those whom the configuration names. */
export function BreachPeople({ breach, act }: BreachPart) {
  const [open, setOpen] = useState(false);
  const say = words().breach;
  const failure = failures.value.get("breach people/remove");
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.whoSees}</h2>
        {open ? null : <button type="button" class="small" onClick={() => setOpen(true)}>
          {say.name}</button>}
      </div>
      {open ? <NameForm act={act} onClose={() => setOpen(false)} /> : null}
      <p class="soft">{say.whoSeesHint}</p>
      {failure ? <p class="failure" role="alert">{words().act.failed(failure)}</p> : null}
      <ul class="divided">
        {breach.named.map((person) => (
          <li key={person} class="pair"><strong>{person}</strong>
            <button type="button" class="small" disabled={saving.value.has("breach people/remove")}
              onClick={() => void act("people/remove", { person })}>{words().people.remove}
              <span class="unseen"> {person}</span></button></li>
        ))}
      </ul>
    </section>
  );
}
