import { useMemo } from "preact/hooks";
import type { Incident } from "../api/types";
import { hashOf, everything, type Filter } from "../state/address";
import { endedIncidents, openIncidents } from "../state/incidents";
import { link } from "../state/live";
import { serverNow } from "../state/clock";
import { words } from "../words/words";
import { VirtualList } from "../parts/virtual_list";
import { BulkBar } from "./bulk_bar";
import { Calm } from "./calm";
import { FilterBar } from "./filter_bar";
import { IncidentRow } from "./incident_row";
import { matching } from "./matching";
import { Summary } from "./summary";
import { useReturn } from "./use_return";

const recent_ms = 60 * 60 * 1_000;
const recent_max = 5;
const row_px = 92;

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
      <ol class="rows" aria-label={title}>
        {recent.map((incident) => <IncidentRow key={incident.id} incident={incident} />)}
      </ol>
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

function useShown(filter: Filter): Incident[] {
  const open = openIncidents.value;
  const ended = endedIncidents.value;
  const address = hashOf({ page: "now", filter });
  return useMemo(() => matching([
    ...(filter.shown === "ended" ? [] : open), ...(filter.shown === "open" ? [] : ended),
  ], filter), [open, ended, address]);
}

/** What is coming and what is here, the most urgent first. */
export function NowPage({ filter }: { filter: Filter }) {
  const shown = useShown(filter);
  useReturn();
  return (
    <>
      <Summary />
      <FilterBar filter={filter} />
      {shown.length > 0
        ? <VirtualList items={shown} keyOf={({ id }) => id} estimate_px={row_px}
          label={words().incidents} render={(incident, place) => (
            <IncidentRow key={incident.id} incident={incident} choosable={incident.open}
              place={place} />
          )} />
        : <Nothing filter={filter} />}
      <RecentlyEnded filter={filter} />
      <BulkBar shown={shown} />
    </>
  );
}
