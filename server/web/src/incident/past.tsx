import { useState } from "preact/hooks";
import type { IncidentDetail, KnownError, Reason, Similar } from "../api/types";
import { percent } from "../format/number";
import { incidentAddress } from "../state/address";
import { canAct } from "../state/abilities";
import { failures, perform, saving, send } from "../state/actions";
import { locale, words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";

function Because({ reasons }: { reasons: Reason[] }) {
  return <p class="soft">{reasons.map(({ code, text }) => text || code).join(" · ")}</p>;
}

function OneSimilar({ similar }: { similar: Similar }) {
  const say = words();
  return (
    <li>
      <p><a href={incidentAddress(similar.reference)}>{similar.reference}</a> {similar.title}</p>
      <p class="row-facts">
        <span>{say.past.alike(percent(similar.score, locale.value))}</span>
        <span>{wordFor(say.outcome, similar.outcome)}</span>
        <Moment at={similar.resolved_at ?? similar.opened_at} as="age" />
      </p>
      {similar.resolution ? <p class="lines">{similar.resolution}</p> : null}
      <Because reasons={similar.reasons} />
    </li>
  );
}

type Fitting = KnownError & { reasons: Reason[] };

/** Who applied it here, and what came of that. */
function Applied({ incident, id }: { incident: IncidentDetail; id: string }) {
  const say = words().past;
  return (
    <>
      {incident.fixes.filter(({ known_error: known }) => known === id).map((fix, place) => (
        <p key={place} role="status">{say.applied(fix.applied_by)}{" "}
          <Moment at={fix.applied_at} as="zoned" />{" "}
          {fix.worked === null ? say.waits : fix.worked ? say.helped : say.helpedNot}</p>
      ))}
    </>
  );
}

function Steps({ known }: { known: KnownError }) {
  const say = words().act.stepTypes;
  return (
    <ol class="fix-steps">
      {known.steps.map(({ type, text }, place) => (
        <li key={place} class="lines"><strong>{wordFor(say, type)}</strong> {text}</li>
      ))}
    </ol>
  );
}

function OneKnown({ known, incident }: { known: Fitting; incident: IncidentDetail }) {
  const say = words().past;
  const subject = `known ${known.id}`;
  const failure = failures.value.get(subject);
  const [told, setTold] = useState<"yes" | "no" | "">("");
  const tell = (worked: "yes" | "no") => void send(subject, "POST",
    `/known-errors/${encodeURIComponent(known.id)}/outcomes`,
    (actor) => ({ actor, incident: incident.id, worked }))
    .then((done) => { if (done) setTold(worked); });
  const waits = incident.fixes.some(({ known_error: id, worked }) =>
    id === known.id && worked === null);
  const canApply = incident.open && !waits && canAct("fixes");
  return (
    <li>
      <p><strong>{known.title}</strong></p>
      <p class="lines">{known.fix}</p>
      <Steps known={known} />
      <p class="row-facts"><span>{known.record}</span><span>{known.author}</span></p>
      <Because reasons={known.reasons} />
      {failure ? <p class="failure" role="alert">{words().act.failed(failure)}</p> : null}
      {told ? <p role="status">{told === "yes" ? say.toldWorked : say.toldFailed}</p> : null}
      <Applied incident={incident} id={known.id} />
      <div class="buttons">
        {canApply ? <button type="button" class="small" disabled={saving.value.has(incident.id)}
          onClick={() => void perform(incident.id, "fixes", { known_error: known.id })}>
          {say.apply}</button> : null}
        <button type="button" class="small" disabled={saving.value.has(subject)}
          onClick={() => tell("yes")}>{say.worked}</button>
        <button type="button" class="small" disabled={saving.value.has(subject)}
          onClick={() => tell("no")}>{say.failed}</button>
      </div>
    </li>
  );
}

/** Fixes that fit, with their record, and whether they worked here. */
export function KnownErrors({ incident }: { incident: IncidentDetail }) {
  const { known_errors: known } = incident.diagnosis;
  if (known.length === 0) return null;
  return (
    <section class="panel">
      <h2>{words().past.known}</h2>
      <ul class="divided">
        {known.map((each) => <OneKnown key={each.id} known={each} incident={incident} />)}
      </ul>
    </section>
  );
}

/** Incidents like this one that are over, and how they were ended. */
export function SimilarIncidents({ incident }: { incident: IncidentDetail }) {
  const { similar } = incident.diagnosis;
  if (similar.length === 0) return null;
  return (
    <section class="panel">
      <h2>{words().past.similar}</h2>
      <ul class="divided">
        {similar.map((each) => <OneSimilar key={each.id} similar={each} />)}
      </ul>
    </section>
  );
}
