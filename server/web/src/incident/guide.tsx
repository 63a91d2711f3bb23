import type { IncidentDetail } from "../api/types";
import { words } from "../words/words";
import { guideBlocks, type Part } from "./guide_text";

function Parts({ parts }: { parts: Part[] }) {
  return (
    <>
      {parts.map(({ kind, text }, place) => {
        if (kind === "lead") return <strong key={place}>{text}</strong>;
        return kind === "code" ? <code key={place}>{text}</code> : text;
      })}
    </>
  );
}

/** What the pack says about this kind of trouble: what it means, what to check, what to do. */
export function Guide({ incident }: { incident: IncidentDetail }) {
  const { guide } = incident.diagnosis;
  if (!guide) return null;
  return (
    <section class="panel guide">
      <h2>{words().incident.guide}</h2>
      {guideBlocks(guide).map((block, place) => (block.kind === "command"
        ? <pre key={place} tabIndex={0}>{block.text}</pre>
        : <p key={place}><Parts parts={block.parts} /></p>))}
    </section>
  );
}

/** What the first line asks, with what telemetry already says to it. */
export function Questions({ incident }: { incident: IncidentDetail }) {
  const { questions, prefilled_questions: prefilled = [] } = incident.diagnosis;
  const all = prefilled.length > 0 ? prefilled
    : questions.map((question) => ({ question, known: [] as string[] }));
  if (all.length === 0) return null;
  const say = words().incident;
  return (
    <section class="panel">
      <h2>{say.questions}</h2>
      <ol class="questions">
        {all.map(({ question, known }, place) => (
          <li key={place}>
            <p>{question}</p>
            {known.map((text, at) => <p key={at} class="known">{text}</p>)}
            {known.length === 0 ? <p class="soft">{say.askPerson}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
