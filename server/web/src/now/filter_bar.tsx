import type { PriorityName } from "../api/types";
import { hashOf, priorities, type Filter, type Shown } from "../state/address";
import { Icon } from "../parts/icon";
import { openIncidents } from "../state/incidents";
import { words } from "../words/words";

const shownOnes: readonly Shown[] = ["open", "ended", "all"];

const addressOf = (filter: Filter) => hashOf({ page: "now", filter });

function toggled(chosen: PriorityName[], name: PriorityName): PriorityName[] {
  return chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name];
}

/** Links, so that every view has an address to keep or to send. Nothing to sort, no priorities. */
export function FilterBar({ filter }: { filter: Filter }) {
  const say = words().filter;
  const calm = openIncidents.value.length === 0 && filter.shown === "open"
    && filter.priorities.length === 0;
  return (
    <nav class="filters" aria-label={say.name}>
      <span class="choice" role="group" aria-label={say.state}>
        {shownOnes.map((shown) => (
          <a key={shown} href={addressOf({ ...filter, shown })}
            aria-current={shown === filter.shown ? "true" : undefined}>{say[shown]}</a>
        ))}
      </span>
      {calm ? null : <span class="choice" role="group" aria-label={say.priority}>
        {priorities.map((name) => (
          <a key={name} aria-current={filter.priorities.includes(name) ? "true" : undefined}
            href={addressOf({ ...filter, priorities: toggled(filter.priorities, name) })}>
            {name}</a>
        ))}
      </span>}
      {filter.host ? (
        <a class="chip" href={addressOf({ ...filter, host: "" })} title={say.clear}>
          {say.host(filter.host)} <Icon name="close" /><span class="unseen">{say.clear}</span></a>
      ) : null}
    </nav>
  );
}
