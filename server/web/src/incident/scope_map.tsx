import type { IncidentDetail } from "../api/types";
import type { ServiceDetail } from "../api/service_types";
import { hostAddress, serviceAddress } from "../state/address";
import { useServiceDetails, useServices } from "../state/services";
import { words } from "../words/words";
import { DependencyGraph } from "../services/dependency_graph";
import { HostStateMark, ServiceStateMark } from "../services/service_marks";

const hosts_max = 12;
/** Services that only stand next to the touched ones in the graph. */
const neighbours_max = 12;

function Matrix({ hosts, services }: { hosts: string[]; services: ServiceDetail[] }) {
  const say = words().scope;
  const shown = hosts.slice(0, hosts_max);
  return (
    <div class="scroll" role="region" aria-label={say.matrix} tabIndex={0}>
      <table class="matrix">
        <thead>
          <tr><th scope="col">{say.host}</th>{services.map(({ name, title }) => (
            <th key={name} scope="col"><a href={serviceAddress(name)}>{title || name}</a></th>
          ))}</tr>
        </thead>
        <tbody>
          {shown.map((host) => (
            <tr key={host}>
              <th scope="row"><a href={hostAddress(host)}>{host}</a></th>
              {services.map(({ name, hosts: own }) => {
                const found = own.find((each) => each.name === host);
                return <td key={name}>{found ? <HostStateMark state={found.state} />
                  : <span class="soft">{say.notPart}</span>}</td>;
              })}
            </tr>
          ))}
        </tbody>
        {hosts.length > shown.length
          ? <caption class="soft">{words().more(hosts.length - shown.length)}</caption> : null}
      </table>
    </div>
  );
}

const neighboursOf = (services: readonly ServiceDetail[]) =>
  services.flatMap(({ depends_on: needs, needed_by: needed }) =>
    [...needs, ...needed].map(({ service }) => service));

function Touched({ hosts, names }: { hosts: string[]; names: string[] }) {
  const touched = useServiceDetails(names).value ?? [];
  const around = [...new Set(neighboursOf(touched))].filter((name) => !names.includes(name));
  const beside = useServiceDetails(around.slice(0, neighbours_max)).value ?? [];
  if (touched.length === 0) return null;
  return (
    <>
      <ul class="marks-list">
        {touched.map((service) => (
          <li key={service.name}><a href={serviceAddress(service.name)}>
            {service.title || service.name}</a> <ServiceStateMark state={service.state} /></li>
        ))}
      </ul>
      <Matrix hosts={hosts} services={touched} />
      {around.length > 0
        ? <DependencyGraph services={[...touched, ...beside]} marked={names} /> : null}
    </>
  );
}

/** How far it reaches: hosts, what on them, the services on these, and who needs those. */
export function ScopeMap({ incident }: { incident: IncidentDetail }) {
  const say = words().scope;
  const services = useServices().value ?? [];
  const { hosts, components } = incident.diagnosis.scope;
  const names = services.filter(({ open_incidents: numbers }) =>
    numbers.includes(incident.number)).map(({ name }) => name);
  // What only users told of touches nothing that is measured.
  if (hosts.length + components.length + names.length === 0) return null;
  return (
    <section class="panel">
      <h2>{say.title}</h2>
      <p class="row-facts">
        <span>{words().summary.hosts(Math.max(incident.host_count, hosts.length))}</span>
        <span>{say.components(components.length)}</span>
        <span>{say.services(names.length)}</span>
      </p>
      {names.length > 0 ? <Touched hosts={hosts} names={names} /> : (
        <ul class="marks-list">
          {hosts.slice(0, hosts_max).map((host) => (
            <li key={host}><a href={hostAddress(host)}>{host}</a></li>
          ))}
        </ul>
      )}
      <ul class="marks-list soft">
        {components.slice(0, hosts_max).map((name) => <li key={name}>{name}</li>)}
      </ul>
    </section>
  );
}
