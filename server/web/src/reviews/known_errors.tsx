import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { get } from "../api/client";
import type { KnownError } from "../api/types";
import { failures, saving, send } from "../state/actions";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { AreaField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";

/** Grows when this page has changed one: the list is fetched again. */
const changes = signal(0);
const subject = "new known error";
const kindExample = "process.files.exhaustion";

function AddForm({ onClose }: { onClose(): void }) {
  const [title, setTitle] = useState("");
  const [kinds, setKinds] = useState("");
  const [component, setComponent] = useState("");
  const [fix, setFix] = useState("");
  const [steps, setSteps] = useState("");
  const say = words().knownError;
  const submit = async () => {
    const done = await send(subject, "POST", "/known-errors", (actor) => ({ actor,
      title: title.trim(), kinds: kinds.trim(), fix: fix.trim(),
      ...(component.trim() ? { component: component.trim() } : {}),
      ...(steps.trim() ? { steps: steps.trim() } : {}) }));
    if (done) changes.value += 1;
    return done;
  };
  return (
    <Form subject={subject} submit={words().act.send} onSubmit={submit} onClose={onClose}>
      <TextField label={say.name} value={title} onChange={setTitle} max={200} required first />
      <TextField label={say.kinds} hint={say.kindsHint} value={kinds} onChange={setKinds} required
        placeholder={kindExample} />
      <TextField label={say.component} hint={say.componentHint} value={component}
        onChange={setComponent} />
      <AreaField label={say.fix} value={fix} onChange={setFix} required />
      <AreaField label={say.steps} hint={say.stepsHint} value={steps} onChange={setSteps} />
    </Form>
  );
}

function One({ known }: { known: KnownError }) {
  const say = words();
  const failure = failures.value.get(known.id);
  const remove = () => void send(known.id, "POST",
    `/known-errors/${encodeURIComponent(known.id)}/remove`, (actor) => ({ actor }))
    .then((done) => { if (done) changes.value += 1; });
  return (
    <li class="card">
      <div class="card-head">
        <div>
          <h3>{known.title}</h3>
          <p class="row-facts">
            <code>{known.kinds.join(", ")}</code>
            {known.component ? <span>{known.component}</span> : null}
            <span>{known.record}</span>
            <span>{known.author} <Moment at={known.written_at} as="age" /></span>
          </p>
        </div>
        <button type="button" class="small" disabled={saving.value.has(known.id)} onClick={remove}>
          {say.knownError.remove}</button>
      </div>
      <p class="lines">{known.fix}</p>
      {failure ? <p class="failure" role="alert">{say.act.failed(failure)}</p> : null}
    </li>
  );
}

/** Fixes that are bound to what incidents look like, with how often they worked. */
export function KnownErrorPanel() {
  const [adding, setAdding] = useState(false);
  const say = words().knownError;
  const loaded = useLoaded(`known errors#${changes.value}`,
    () => get<KnownError[]>("/known-errors"));
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.title}</h2>
        {adding ? null : <button type="button" class="small" onClick={() => setAdding(true)}>
          {say.add}</button>}</div>
      {adding ? <AddForm onClose={() => setAdding(false)} /> : null}
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.none}</Nothing>
          : <ul class="divided">{list.map((each) => <One key={each.id} known={each} />)}</ul>)}
      </Loading>
    </section>
  );
}
