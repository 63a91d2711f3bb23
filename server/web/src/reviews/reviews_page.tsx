import type { Incident } from "../api/types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { hashOf } from "../state/address";
import { endedIncidents } from "../state/incidents";
import { words } from "../words/words";
import { PhaseMark, PriorityBadge } from "../parts/marks";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { KnownErrorPanel } from "./known_errors";
import { NearMissPanel } from "./near_misses";

const shown_max = 50;

function Row({ incident }: { incident: Incident }) {
  const ended = incident.resolved_at ?? incident.updated_at;
  return (
    <tr class={incident.priority.toLowerCase()}>
      <td><PriorityBadge name={incident.priority} /></td>
      <th scope="row"><a href={hashOf({ page: "review", id: incident.reference })}
        data-row={incident.id}>{incident.title}</a>
        <span class="soft below">{incident.reference}</span></th>
      <td><PhaseMark incident={incident} /></td>
      <td><Moment at={ended} as="zoned" /></td>
      <td class="amount">
        {duration(Date.parse(ended) - Date.parse(incident.opened_at), tongue())}</td>
    </tr>
  );
}

/** What is to be learned from what is over. */
export function ReviewsPage() {
  const say = words();
  const ended = endedIncidents.value;
  return (
    <>
      <PageHead title={say.sections.reviews}>{say.review.hint}</PageHead>
      <div class="stack">
        <section class="panel">
          <h2>{say.review.ended}</h2>
          {ended.length === 0 ? <Nothing>{say.calm.ended}</Nothing> : (
            <div class="record bare" role="region" aria-label={say.review.ended} tabIndex={0}>
              <table class="listing">
                <thead><tr>{say.review.heads.map((head) => <th key={head} scope="col">{head}</th>)}
                </tr></thead>
                <tbody>{ended.slice(0, shown_max).map((incident) => (
                  <Row key={incident.id} incident={incident} />))}</tbody>
              </table>
            </div>
          )}
        </section>
        <NearMissPanel />
        <KnownErrorPanel />
      </div>
    </>
  );
}
