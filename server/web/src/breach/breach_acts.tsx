import { useState } from "preact/hooks";
import { failures, saving } from "../state/actions";
import { actor } from "../state/settings";
import { words } from "../words/words";
import { AreaField } from "../parts/fields";
import { Form } from "../parts/form";
import type { BreachPart } from "./breach_page";

type Name = "notes" | "contain" | "close" | "reopen";
const field: Record<Name, "text" | "reason"> = {
  notes: "text", contain: "text", close: "text", reopen: "reason",
};

function WordsForm({ name, act, onClose }:
{ name: Name; act: BreachPart["act"]; onClose(): void }) {
  const [text, setText] = useState("");
  const say = words().breach;
  const submit = async () => text.trim() !== "" && act(name, { [field[name]]: text.trim() });
  return (
    <Form subject={`breach ${name}`} title={say.act[name]} submit={words().act.send}
      class="action-form" onSubmit={submit} onClose={onClose}>
      <AreaField label={say.ask[name]} value={text} onChange={setText} required first />
    </Form>
  );
}

/** To lead it, to note, to contain, to close, to take the end back. */
export function BreachActs({ breach, act }: BreachPart) {
  const [open, setOpen] = useState<Name | null>(null);
  const say = words().breach;
  const offered: Name[] = ["notes",
    ...(breach.state === "open" ? ["contain" as const] : []),
    ...(breach.state === "closed" ? [] : ["close" as const]),
    ...(breach.state === "open" ? [] : ["reopen" as const])];
  const failure = failures.value.get("breach take-over");
  return (
    <section class="actions" aria-label={words().act.name}>
      <div class="buttons">
        {breach.owner === actor.value || breach.state === "closed" ? null
          : <button type="button" class="primary" disabled={saving.value.has("breach take-over")}
            onClick={() => void act("take-over", {})}>{say.takeOver}</button>}
        {offered.map((name) => (
          <button key={name} type="button" aria-expanded={open === name}
            onClick={() => setOpen(open === name ? null : name)}>{say.act[name]}</button>
        ))}
      </div>
      {failure ? <p class="failure" role="alert">{words().act.failed(failure)}</p> : null}
      {open && offered.includes(open)
        ? <WordsForm key={open} name={open} act={act} onClose={() => setOpen(null)} /> : null}
    </section>
  );
}
