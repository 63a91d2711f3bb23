import { useState } from "preact/hooks";
import type { IncidentDetail } from "../api/types";
import { canAct } from "../state/abilities";
import { perform } from "../state/actions";
import { words } from "../words/words";
import { AreaField } from "../parts/fields";
import { Form } from "../parts/form";
import { Moment } from "../parts/moment";

interface Asked {
  question: string;
  /** What telemetry says to it. */
  known: readonly string[];
}

/** What is asked, and what was answered though nobody asks it any more. */
function askedOf({ diagnosis, answers = [] }: IncidentDetail): Asked[] {
  const { questions, prefilled_questions: prefilled = [] } = diagnosis;
  const asked: Asked[] = prefilled.length > 0 ? prefilled
    : questions.map((question) => ({ question, known: [] }));
  const others = new Set(answers.map(({ question }) => question)
    .filter((question) => !asked.some((each) => each.question === question)));
  return [...asked, ...[...others].map((question) => ({ question, known: [] }))];
}

function AnswerForm({ id, question, onClose }:
{ id: string; question: string; onClose(): void }) {
  const [answer, setAnswer] = useState("");
  const say = words();
  const submit = async () => answer.trim() !== ""
    && perform(id, "questions", { question, answer: answer.trim() });
  return (
    <Form subject={id} submit={say.act.send} onSubmit={submit} onClose={onClose}>
      <AreaField label={say.incident.answerLabel} value={answer} onChange={setAnswer} rows={2}
        required first />
    </Form>
  );
}

function Question({ incident, question, known }: Asked & { incident: IncidentDetail }) {
  const [open, setOpen] = useState(false);
  const say = words().incident;
  const answers = (incident.answers ?? []).filter((each) => each.question === question);
  return (
    <li>
      <p>{question}</p>
      {known.map((text, at) => <p key={at} class="known">{text}</p>)}
      {answers.map(({ answer, answered_by: by, answered_at: at }, place) => (
        <p key={place} class="known"><span class="lines">{answer}</span>{" "}
          <span class="soft">{by} <Moment at={at} as="zoned" /></span></p>
      ))}
      {known.length + answers.length === 0 ? <p class="soft">{say.askPerson}</p> : null}
      {open ? <AnswerForm id={incident.id} question={question} onClose={() => setOpen(false)} />
        : null}
      {!open && canAct("questions") && incident.open
        ? <button type="button" class="small" onClick={() => setOpen(true)}>{say.noteAnswer}
          <span class="unseen"> {question}</span></button> : null}
    </li>
  );
}

/** What the first line asks, with what telemetry and people already say to it. */
export function Questions({ incident }: { incident: IncidentDetail }) {
  const all = askedOf(incident);
  if (all.length === 0) return null;
  return (
    <section class="panel">
      <h2>{words().incident.questions}</h2>
      <ol class="questions">
        {all.map((each) => <Question key={each.question} incident={incident} {...each} />)}
      </ol>
    </section>
  );
}
