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

/** What the pack says about this kind of trouble, and what to ask before anything else. */
export function Guide({ incident }: { incident: IncidentDetail }) {
  const { guide, questions } = incident.diagnosis;
  if (!guide && questions.length === 0) return null;
  const say = words().incident;
  return (
    <section class="panel guide">
      {guide ? <h2>{say.guide}</h2> : null}
      {guideBlocks(guide).map((block, place) => (block.kind === "command"
        ? <pre key={place} tabIndex={0}>{block.text}</pre>
        : <p key={place}><Parts parts={block.parts} /></p>))}
      {questions.length > 0 ? <h3>{say.questions}</h3> : null}
      <ul class="questions">
        {questions.map((question, place) => <li key={place}>{question}</li>)}
      </ul>
    </section>
  );
}
