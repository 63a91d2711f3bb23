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

/** A guide's text, laid out. */
export function GuideText({ text }: { text: string }) {
  return (
    <>
      {guideBlocks(text).map((block, place) => (block.kind === "command"
        ? <pre key={place} tabIndex={0}>{block.text}</pre>
        : <p key={place}><Parts parts={block.parts} /></p>))}
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
      <GuideText text={guide} />
    </section>
  );
}
