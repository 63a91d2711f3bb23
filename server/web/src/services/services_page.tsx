import type { Service } from "../api/service_types";
import { everything, hashOf, incidentAddress, serviceAddress } from "../state/address";
import { useServiceDetails, useServices } from "../state/services";
import { words } from "../words/words";
import { Loading } from "../parts/loading";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { DependencyGraph } from "./dependency_graph";
import { ServiceStateMark } from "./service_marks";

const gravity = { down: 0, impending: 1, unknown: 2, healthy: 3 } as const;
const named_max = 3;

export function IncidentNumbers({ numbers }: { numbers: readonly number[] }) {
  const say = words();
  if (numbers.length === 0) return <span class="soft">{say.none}</span>;
  const rest = numbers.length - named_max;
  return (
    <>
      {numbers.slice(0, named_max).map((number) => (
        <a key={number} class="spaced" href={incidentAddress(String(number))}>
          {say.service.incident(number)}</a>
      ))}
      {rest > 0 ? <a href={hashOf({ page: "now", filter: everything })}>{say.more(rest)}</a> : null}
    </>
  );
}

function Row({ service }: { service: Service }) {
  const say = words().service;
  return (
    <tr>
      <th scope="row"><a href={serviceAddress(service.name)} data-row={service.name}>
        {service.title || service.name}</a>
        <span class="soft below">{service.team}</span></th>
      <td><ServiceStateMark state={service.state} />
        {service.state_reasons.map(({ text }) => <span key={text} class="soft below">{text}</span>)}
      </td>
      <td class="amount">{say.hosts(service.hosts_up, service.hosts_total)}
        <span class="soft below">{say.needed(service.hosts_needed)}</span></td>
      <td class="amount">{say.weight(service.weight)}
        {service.users > 0 ? <span class="soft below">{say.users(service.users)}</span> : null}</td>
      <td><IncidentNumbers numbers={service.open_incidents} /></td>
    </tr>
  );
}

function Table({ services }: { services: readonly Service[] }) {
  const say = words().service;
  const sorted = [...services].sort((one, other) => gravity[one.state] - gravity[other.state]
    || other.weight - one.weight || one.name.localeCompare(other.name));
  return (
    <div class="record" role="region" aria-label={say.title} tabIndex={0}>
      <table class="listing">
        <thead><tr>
          {[say.name, say.stateHead, say.hostsHead, say.weightHead, say.incidentsHead].map((head) =>
            <th key={head} scope="col">{head}</th>)}
        </tr></thead>
        <tbody>{sorted.map((service) => <Row key={service.name} service={service} />)}</tbody>
      </table>
    </div>
  );
}

function Graph({ services }: { services: readonly Service[] }) {
  const details = useServiceDetails(services.map(({ name }) => name)).value ?? [];
  if (!details.some(({ depends_on: needs }) => needs.length > 0)) return null;
  return (
    <section class="panel">
      <h2>{words().service.graph}</h2>
      <DependencyGraph services={details} />
    </section>
  );
}

/** What the hosts are there for: how each service fares, and who needs whom. */
export function ServicesPage() {
  const say = words().service;
  const loaded = useServices();
  const bad = (loaded.value ?? []).filter(({ state }) => state === "down").length;
  const coming = (loaded.value ?? []).filter(({ state }) => state === "impending").length;
  return (
    <>
      <PageHead title={say.title}>
        {loaded.value ? words().list([say.count(loaded.value.length), say.down(bad),
          say.coming(coming)]) : null}
      </PageHead>
      <Loading of={loaded}>
        {(services) => (services.length === 0 ? <Nothing>{say.nothing}</Nothing> : (
          <div class="stack"><Table services={services} /><Graph services={services} /></div>
        ))}
      </Loading>
    </>
  );
}
