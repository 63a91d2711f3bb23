import type { Cause, IncidentDetail, Reason } from "../api/types";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";

function Grounds({ look, name, reasons }: { look: string; name: string; reasons: Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <div class={`grounds ${look}`}>
      <h4>{name}</h4>
      <ul>{reasons.map(({ code, text }, place) => <li key={place}>{text || code}</li>)}</ul>
    </div>
  );
}

function OneCause({ cause, place }: { cause: Cause; place: number }) {
  const say = words();
  return (
    <li class="cause">
      <p><span class="rank" aria-hidden="true">{place}</span>
        <strong>{cause.sentence}</strong></p>
      <p class="row-facts">
        <span>{wordFor(say.cause.source, cause.source)}</span>
        <span>{say.list([cause.hosts.join(", "), cause.component].filter(Boolean))}</span>
        <Moment at={cause.at} as="zoned" />
      </p>
      <div class="for-against">
        <Grounds look="for" name={say.cause.for} reasons={cause.evidence_for} />
        <Grounds look="against" name={say.cause.against} reasons={cause.evidence_against} />
      </div>
    </li>
  );
}

/** What may be behind it, the likeliest first, each with what speaks for and against it. */
export function Causes({ incident }: { incident: IncidentDetail }) {
  const { causes } = incident.diagnosis;
  if (causes.length === 0) return null;
  const say = words().cause;
  return (
    <section class="panel">
      <h2>{say.title}</h2>
      <p class="soft">{say.hint}</p>
      <ol class="causes">
        {causes.map((cause, place) => <OneCause key={place} cause={cause} place={place + 1} />)}
      </ol>
    </section>
  );
}
