import { useState } from "preact/hooks";
import type { Tier } from "../api/desk_types";
import type { Incident } from "../api/types";
import { openIncidents } from "../state/incidents";
import { can } from "../state/abilities";
import { actor } from "../state/settings";
import { words } from "../words/words";
import { IncidentRow } from "../now/incident_row";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { VirtualList } from "../parts/virtual_list";
import { byClock, isAtRisk } from "./by_clock";
import { OnCallPanel } from "./on_call_panel";
import { RequestPanel } from "./request_panel";

type Queue = "mine" | Tier | "all";
const queues: readonly Queue[] = ["mine", "L1", "L2", "L3", "all"];
const row_px = 92;

const inQueue = (incident: Incident, queue: Queue): boolean => {
  if (queue === "all") return true;
  if (queue === "mine") return incident.owner === actor.value && actor.value !== "";
  return incident.assignment?.tier === queue;
};

function Rows({ label, incidents }: { label: string; incidents: Incident[] }) {
  return (
    <VirtualList items={incidents} keyOf={({ id }) => id} estimate_px={row_px} label={label}
      render={(incident, place) => (
        <IncidentRow key={incident.id} incident={incident} place={place} />)} />
  );
}

function QueueChoice({ queue, onChoose }: { queue: Queue; onChoose(queue: Queue): void }) {
  const say = words().desk;
  const count = (name: Queue) => openIncidents.value.filter((each) => inQueue(each, name)).length;
  return (
    <div class="choice" role="group" aria-label={say.queue}>
      {queues.map((name) => (
        <button key={name} type="button" class="quiet" aria-pressed={name === queue}
          onClick={() => onChoose(name)}>{say.queues[name]}{" "}
          <span class="soft">{say.count(count(name))}</span></button>
      ))}
    </div>
  );
}

/** What is mine to do, which promises are near their end, and who is on call. */
export function DeskPage() {
  const [queue, setQueue] = useState<Queue>("mine");
  const say = words().desk;
  const risky = openIncidents.value.filter(isAtRisk).sort(byClock);
  const shown = openIncidents.value.filter((each) => inQueue(each, queue));
  return (
    <>
      <PageHead title={words().sections.desk}>{say.hint}</PageHead>
      <div class="stack">
        {risky.length > 0 ? (
          <section><h2 class="above">{say.atRisk(risky.length)}</h2>
            <Rows label={say.atRisk(risky.length)} incidents={risky} /></section>
        ) : null}
        <section>
          <div class="panel-head above"><h2>{say.queue}</h2>
            <QueueChoice queue={queue} onChoose={setQueue} /></div>
          {shown.length > 0 ? <Rows label={say.queue} incidents={shown} />
            : <Nothing>{say.empty[queue === "mine" ? "mine" : "tier"]}</Nothing>}
        </section>
        {can("/requests") ? <RequestPanel /> : null}
        {can("/oncall/now") ? <OnCallPanel /> : null}
      </div>
    </>
  );
}
