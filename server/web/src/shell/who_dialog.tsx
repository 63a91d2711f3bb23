import { useState } from "preact/hooks";
import { asking } from "../state/actions";
import { actor } from "../state/settings";
import { words } from "../words/words";
import { Dialog } from "../parts/dialog";

const name_max = 80;

/** Asks once who is acting; shown while an action waits for the answer. */
export function WhoDialog() {
  const answer = asking.value;
  const [name, setName] = useState(actor.value);
  if (!answer) return null;
  const say = words();
  const submit = (event: Event) => {
    event.preventDefault();
    if (name.trim()) answer(name.trim());
  };
  return (
    <Dialog title={say.who.title} onClose={() => answer(null)}>
      <form onSubmit={submit} class="stack">
        <p class="soft">{say.who.hint}</p>
        <label class="field">
          <span>{say.who.label}</span>
          <input name="actor" required maxLength={name_max} autocomplete="name" value={name}
            onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <div class="buttons">
          <button type="submit" class="primary">{say.who.save}</button>
          <button type="button" onClick={() => answer(null)}>{say.act.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
}
