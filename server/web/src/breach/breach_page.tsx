import type { Breach } from "../api/breach_types";
import { getText } from "../api/client";
import { words } from "../words/words";
import { BackLink } from "../parts/back_link";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { saveFile } from "../parts/save_file";
import { Accesses } from "./accesses";
import { Authority } from "./authority";
import { BreachActs } from "./breach_acts";
import { AuthorityClock, BreachMark } from "./breach_clock";
import { BreachPeople } from "./breach_people";
import { BreachRecordPanel } from "./breach_record";
import { BreachTimeline } from "./breach_timeline";
import { Checklist } from "./checklist";
import { EvidencePanel } from "./evidence_panel";
import { Signs } from "./signs";
import { useBreach, type BreachAct } from "./use_breach";

export interface BreachPart {
  breach: Breach;
  act: BreachAct;
}

/** The very bytes whose SHA-256 is on record. */
async function saveRecord({ reference, incident }: Breach): Promise<void> {
  saveFile(`${incident ?? reference}.json`, "application/json",
    await getText(`/breaches/${encodeURIComponent(reference)}/incident`));
}

function Heading({ breach }: { breach: Breach }) {
  const say = words();
  return (
    <header class="heading p1">
      <p class="heading-marks">
        <strong>{breach.reference}</strong>
        <BreachMark state={breach.state} />
        <AuthorityClock breach={breach} />
        <span>{breach.owner ? say.owner(breach.owner) : say.nobody}</span>
      </p>
      <div>
        <h1>{breach.title}</h1>
        <p class="sentence lines">{breach.words}</p>
      </div>
      <p class="soft">{say.breach.raisedBy(
        breach.raised_by === "engine" ? say.engine : breach.raised_by)}{" "}
      <Moment at={breach.raised_at} as="zoned" /> · {say.breach.awareSince}{" "}
      <Moment at={breach.aware_at} as="zoned" /> · {say.breach.dueAt}{" "}
      <Moment at={breach.authority_due_at} as="zoned" /></p>
      {breach.incident ? <p class="soft">{say.breach.was(breach.incident)}{" "}
        <button type="button" class="small" onClick={() => void saveRecord(breach)}>
          {say.breach.wasWhole}</button></p> : null}
    </header>
  );
}

/** One breach, whole: every look at it is on record. */
export function BreachPage({ id }: { id: string }) {
  const { loaded, act } = useBreach(id);
  const say = words().breach;
  return (
    <>
      <BackLink href="#/breaches" text={say.back} />
      <Loading of={loaded} missing={say.missing}>
        {(breach) => (
          <article class="incident">
            <Heading breach={breach} />
            <BreachActs breach={breach} act={act} />
            <div class="columns">
              <div class="stack">
                <Checklist breach={breach} act={act} />
                <EvidencePanel breach={breach} act={act} />
                <Signs breach={breach} />
                <BreachTimeline breach={breach} />
              </div>
              <div class="stack">
                <Authority breach={breach} act={act} />
                <BreachRecordPanel breach={breach} act={act} />
                <BreachPeople breach={breach} act={act} />
                <Accesses breach={breach} />
              </div>
            </div>
          </article>
        )}
      </Loading>
    </>
  );
}
