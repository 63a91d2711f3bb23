import type { Incident } from "../api/types";
import { hashOf } from "../state/address";
import { acknowledge, failures, saving } from "../state/actions";
import { actor } from "../state/settings";
import { words } from "../words/words";
import { Icon } from "../parts/icon";
import { PriorityBadge } from "../parts/marks";
import { OutlookText } from "../parts/outlook";
import { ageOf } from "../format/tongue";
import { scopeText } from "../incident/scope";

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

/** One incident in the list. The title's link covers the row; a button in it still works. */
export function IncidentRow({ incident }: { incident: Incident }) {
  const say = words();
  const failure = failures.value.get(incident.id);
  const look = `row ${incident.priority.toLowerCase()} ${incident.open ? "" : "over"}`;
  return (
    <li class={look}>
      <PriorityBadge name={incident.priority} />
      <div class="row-text">
        <h3><a href={hashOf({ page: "incident", id: incident.reference })} data-row={incident.id}>
          {incident.title}</a></h3>
        {incident.sentence === incident.title ? null : <p>{incident.sentence}</p>}
        {failure ? <p class="failure" role="alert">{say.act.failed(failure)}</p> : null}
      </div>
      <OutlookText incident={incident} />
      <div class="row-facts">
        <span class="with-icon"><Icon name="place" />{scopeText(incident)}</span>
        {incident.open && incident.phase === "impending"
          ? <span>{say.firstSign(ageOf(incident.first_sign_at))}</span> : null}
        <Owner incident={incident} />
      </div>
    </li>
  );
}
