import type { Incident } from "../api/types";
import { incidentAddress } from "../state/address";
import { acknowledge, failures, saving } from "../state/actions";
import { actor } from "../state/settings";
import { words } from "../words/words";
import { ClockMark } from "../parts/clock_mark";
import { nearestClock } from "../parts/nearest_clock";
import { Icon } from "../parts/icon";
import { PriorityBadge } from "../parts/marks";
import { OutlookText } from "../parts/outlook";
import { ageOf } from "../format/tongue";
import { scopeText } from "../incident/scope";
import { chosen, toggleChosen } from "./chosen";

function Owner({ incident }: { incident: Incident }) {
  const say = words();
  const onItsWay = saving.value.get(incident.id) === "acknowledge";
  const name = onItsWay ? actor.value : incident.owner;
  if (name) {
    return <span class="with-icon"><Icon name="owner" />{say.owner(name)}
      {onItsWay ? <em> {say.act.saving}</em> : null}</span>;
  }
  if (!incident.open) return null;
  return <button type="button" class="small" onClick={() => void acknowledge(incident.id)}>
    {say.act.acknowledge}<span class="unseen"> {incident.reference}</span></button>;
}

/** What sets it apart from the plain case, each in words. */
function Flags({ incident }: { incident: Incident }) {
  const say = words();
  const { major, waiting, suppression } = incident;
  return (
    <>
      {major && !major.ended_at ? <span class="flag major">{say.flag.major}</span> : null}
      {incident.open && waiting ? <span class="flag">{say.flag.waiting}</span> : null}
      {suppression?.active ? <span class="flag">{say.flag.hidden}</span> : null}
    </>
  );
}

/** How the promise stands that matters now, where something was promised. */
function PromiseText({ incident }: { incident: Incident }) {
  const nearest = incident.open ? nearestClock(incident) : null;
  return nearest
    ? <ClockMark what={words().desk[nearest.kind]} clock={nearest.clock} /> : null;
}

interface IncidentRowProps {
  incident: Incident;
  /** May be ticked, for what is done to many at once. */
  choosable?: boolean;
  place?: object;
}

/** One incident in the list. The title's link covers the row; what is in it still works. */
export function IncidentRow({ incident, choosable = false, place = {} }: IncidentRowProps) {
  const say = words();
  const failure = failures.value.get(incident.id);
  const scope = scopeText(incident);
  const look = `row ${incident.priority.toLowerCase()} ${incident.open ? "" : "over"}`;
  return (
    <li class={look} {...place}>
      <div class="row-mark">
        <PriorityBadge name={incident.priority} />
        {choosable ? <input type="checkbox" checked={chosen.value.has(incident.id)}
          aria-label={say.bulk.choose(incident.reference)}
          onChange={() => toggleChosen(incident.id)} /> : null}
      </div>
      <div class="row-text">
        <h3><a href={incidentAddress(incident.reference)} data-row={incident.id}>
          {incident.title}</a></h3>
        {incident.sentence === incident.title ? null : <p>{incident.sentence}</p>}
        {failure ? <p class="failure" role="alert">{say.act.failed(failure)}</p> : null}
        <div class="row-facts">
          <span class="number">{incident.reference}</span>
          {scope ? <span class="with-icon"><Icon name="place" />{scope}</span> : null}
          {incident.open && incident.phase === "impending"
            ? <span>{say.firstSign(ageOf(incident.first_sign_at))}</span> : null}
          <PromiseText incident={incident} />
          <Flags incident={incident} />
        </div>
      </div>
      <div class="row-end">
        <OutlookText incident={incident} />
        <Owner incident={incident} />
      </div>
    </li>
  );
}
