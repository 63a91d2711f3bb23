import { useState } from "preact/hooks";
import { words } from "../words/words";
import { AreaField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import type { BreachPart } from "./breach_page";

function RecordForm({ breach, act, onClose }: BreachPart & { onClose(): void }) {
  const { record } = breach;
  const [facts, setFacts] = useState(record.facts);
  const [effects, setEffects] = useState(record.effects);
  const [measures, setMeasures] = useState(record.measures);
  const [people, setPeople] = useState(
    record.people_affected > 0 ? String(record.people_affected) : "");
  const say = words().breach;
  const submit = () => act("record", { facts: facts.trim(), effects: effects.trim(),
    measures: measures.trim(), people_affected: people.trim() || "0" });
  return (
    <Form subject="breach record" submit={words().act.send} onSubmit={submit} onClose={onClose}>
      <AreaField label={say.facts} value={facts} onChange={setFacts} first />
      <AreaField label={say.effects} value={effects} onChange={setEffects} />
      <AreaField label={say.measures} value={measures} onChange={setMeasures} />
      <TextField label={say.affected} value={people} onChange={setPeople} max={20} />
    </Form>
  );
}

/** What the law wants on record of it; each writing replaces what was there. */
export function BreachRecordPanel({ breach, act }: BreachPart) {
  const [open, setOpen] = useState(false);
  const say = words().breach;
  const { facts, effects, measures, people_affected: people } = breach.record;
  const parts = [[say.facts, facts], [say.effects, effects], [say.measures, measures],
    [say.affected, people > 0 ? say.people(people) : ""]] as const;
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.record}</h2>
        {open || breach.state === "closed" ? null
          : <button type="button" class="small" onClick={() => setOpen(true)}>{say.write}</button>}
      </div>
      {open ? <RecordForm breach={breach} act={act} onClose={() => setOpen(false)} /> : (
        <dl class="facts">
          {parts.map(([name, text]) => (
            <div key={name}><dt>{name}</dt>
              <dd class={text ? "lines" : "soft"}>{text || say.notYet}</dd></div>
          ))}
        </dl>
      )}
    </section>
  );
}
