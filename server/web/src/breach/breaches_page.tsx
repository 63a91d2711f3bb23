import { useState } from "preact/hooks";
import { change } from "../api/client";
import type { Breach, BreachSummary } from "../api/breach_types";
import { attempt } from "../state/actions";
import { breachAddress } from "../state/address";
import { breaches, learnBreach, mayRaiseBreach } from "../state/breaches";
import { words } from "../words/words";
import { AreaField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { AuthorityClock, BreachMark } from "./breach_clock";

function RaiseForm({ onClose }: { onClose(): void }) {
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [aware, setAware] = useState("");
  const say = words().breach;
  const submit = async () => {
    const raised = await attempt("breach", "raise", (actor) =>
      change<Breach>("POST", "/breaches", { actor, title: title.trim(), words: text.trim(),
        ...(aware ? { aware_at: new Date(aware).toISOString() } : {}) }));
    if (!raised) return false;
    learnBreach(raised);
    location.hash = breachAddress(raised.reference);
    return true;
  };
  return (
    <Form subject="breach" title={say.raise} submit={say.raise} danger class="action-form"
      onSubmit={submit} onClose={onClose}>
      <TextField label={say.title} value={title} onChange={setTitle} max={300} required first />
      <AreaField label={say.words} value={text} onChange={setText} required />
      <TextField label={say.aware} hint={say.awareHint} type="datetime-local" value={aware}
        onChange={setAware} />
    </Form>
  );
}

function Card({ breach }: { breach: BreachSummary }) {
  const say = words();
  return (
    <li>
      <p class="row-facts">
        <strong>{breach.reference}</strong>
        <BreachMark state={breach.state} />
        {breach.state === "closed" && breach.authority_settled ? null
          : <AuthorityClock breach={breach} />}
        <span>{say.breach.done(breach.checklist_done, breach.checklist_all)}</span>
        <span>{breach.owner ? say.owner(breach.owner) : say.nobody}</span>
        <Moment at={breach.raised_at} as="age" />
      </p>
      <h3><a href={breachAddress(breach.reference)}>{breach.title}</a></h3>
    </li>
  );
}

/** Breaches of security that one may see; whoever may see none finds the same page as nobody's. */
export function BreachesPage() {
  const [raising, setRaising] = useState(false);
  const say = words().breach;
  return (
    <>
      <PageHead title={words().sections.breaches} beside={mayRaiseBreach.value && !raising
        ? <button type="button" onClick={() => setRaising(true)}>{say.raise}</button> : null}>
        {say.hint}</PageHead>
      <div class="stack">
        {raising ? <RaiseForm onClose={() => setRaising(false)} /> : null}
        <section class="panel">
          {breaches.value.length === 0 ? <Nothing>{say.none}</Nothing>
            : <ul class="divided">{breaches.value.map((each) =>
              <Card key={each.id} breach={each} />)}</ul>}
        </section>
      </div>
    </>
  );
}
