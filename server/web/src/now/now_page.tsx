import type { Incident } from "../api/types";
import { hashOf, everything, type Filter } from "../state/address";
import { endedIncidents, openIncidents } from "../state/incidents";
import { link } from "../state/live";
import { serverNow } from "../state/clock";
import { words } from "../words/words";
import { Calm } from "./calm";
import { FilterBar } from "./filter_bar";
import { IncidentRow } from "./incident_row";
import { Summary } from "./summary";
import { useReturn } from "./use_return";

const recent_ms = 60 * 60 * 1_000;
const recent_max = 5;

function matching(list: readonly Incident[], { priorities, host }: Filter): Incident[] {
  return list.filter((incident) =>
    (priorities.length === 0 || priorities.includes(incident.priority))
    && (!host || incident.hosts.includes(host)));
}

function listFor(filter: Filter): Incident[] {
  const open = filter.shown === "ended" ? [] : openIncidents.value;
  const ended = filter.shown === "open" ? [] : endedIncidents.value;
  return matching([...open, ...ended], filter);
}

function IncidentList({ incidents, label }: { incidents: Incident[]; label: string }) {
  return (
    <ol class="rows" aria-label={label}>
      {incidents.map((incident) => <IncidentRow key={incident.id} incident={incident} />)}
    </ol>
  );
}

function RecentlyEnded({ filter }: { filter: Filter }) {
  if (filter.shown !== "open") return null;
  const since = serverNow() - recent_ms;
  const recent = matching(endedIncidents.value, filter)
    .filter((incident) => Date.parse(incident.resolved_at ?? incident.updated_at) > since)
    .slice(0, recent_max);
  if (recent.length === 0) return null;
  const title = words().recentlyEnded;
  return (
    <section class="recent">
      <h2>{title}</h2>
      <IncidentList incidents={recent} label={title} />
    </section>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  const say = words();
  if (link.value === "first") return <p class="soft">{say.link.first}</p>;
  if (filter.shown === "ended") return <p class="soft">{say.calm.ended}</p>;
  if (openIncidents.value.length === 0) return <Calm />;
  return (
    <p class="soft">{say.calm.filtered}{" "}
      <a href={hashOf({ page: "now", filter: everything })}>{say.calm.showAll}</a></p>
  );
}

/** What is coming and what is here, the most urgent first. */
export function NowPage({ filter }: { filter: Filter }) {
  const incidents = listFor(filter);
  useReturn();
  return (
    <>
      <Summary />
      <FilterBar filter={filter} />
      {incidents.length > 0
        ? <IncidentList incidents={incidents} label={words().incidents} />
        : <Nothing filter={filter} />}
      <RecentlyEnded filter={filter} />
    </>
  );
}
