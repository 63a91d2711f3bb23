import { useState } from "preact/hooks";
import type { Phase, PriorityName } from "../api/types";
import { everything, hashOf, priorities, type Filter, type Shown } from "../state/address";
import { incidents, openIncidents } from "../state/incidents";
import { goTo } from "../state/route";
import { actor } from "../state/settings";
import { words, wordFor } from "../words/words";
import { Icon } from "../parts/icon";
import { nobody } from "./matching";

const shownOnes: readonly Shown[] = ["open", "ended", "all"];
const phases: readonly Phase[] = ["impending", "occurring"];

const addressOf = (filter: Filter) => hashOf({ page: "now", filter });

function toggled(chosen: PriorityName[], name: PriorityName): PriorityName[] {
  return chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name];
}

const categories = () =>
  [...new Set([...incidents.value.values()].map(({ category }) => category))]
    .filter(Boolean).sort();

interface SelectProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

function Select({ label, value, choices, onChange }: SelectProps) {
  return (
    <select aria-label={label} value={value} class={value ? "set" : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{label}</option>
      {choices.map(([name, text]) => <option key={name} value={name}>{text}</option>)}
    </select>
  );
}

function Narrowing({ filter }: { filter: Filter }) {
  const say = words();
  const change = (part: Partial<Filter>) => goTo({ page: "now", filter: { ...filter, ...part } });
  const owners = [...new Set(openIncidents.value.map(({ owner }) => owner))]
    .filter((name) => name && name !== actor.value).sort();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="narrow-button" aria-expanded={open}
        onClick={() => setOpen(!open)}><Icon name="search" />{say.filter.more}</button>
      <div class={open ? "narrowing open" : "narrowing"}>
        <Select label={say.filter.phase} value={filter.phase}
          choices={phases.map((name) => [name, say.phase[name]])}
          onChange={(phase) => change({ phase: phase as Phase | "" })} />
        <Select label={say.incident.category} value={filter.category}
          choices={categories().map((name) => [name, wordFor(say.category, name)])}
          onChange={(category) => change({ category })} />
        <Select label={say.incident.ownerLabel} value={filter.owner}
          choices={[[nobody, say.nobody],
            ...(actor.value ? [[actor.value, say.filter.mine] as const] : []),
            ...owners.map((name) => [name, name] as const)]}
          onChange={(owner) => change({ owner })} />
        <input type="search" aria-label={say.filter.text} placeholder={say.filter.text}
          value={filter.text}
          onChange={(event) => change({ text: event.currentTarget.value.trim() })} />
      </div>
    </>
  );
}

/** All of it is in the address, to keep or to send. Nothing to sort: no priorities to choose. */
export function FilterBar({ filter }: { filter: Filter }) {
  const say = words().filter;
  const plain = addressOf(filter) === addressOf({ ...everything, shown: filter.shown });
  const calm = openIncidents.value.length === 0 && filter.shown === "open" && plain;
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
      {calm ? null : <Narrowing filter={filter} />}
      {filter.host ? (
        <a class="chip" href={addressOf({ ...filter, host: "" })} title={say.clear}>
          {say.host(filter.host)} <Icon name="close" /><span class="unseen">{say.clear}</span></a>
      ) : null}
      {plain ? null
        : <a class="clear-all" href={addressOf({ ...everything, shown: filter.shown })}>
          {say.clearAll}</a>}
    </nav>
  );
}
