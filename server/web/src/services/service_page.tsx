import type { Dependency, ServiceDetail } from "../api/service_types";
import { hostAddress, serviceAddress } from "../state/address";
import { useService, useServiceDetails } from "../state/services";
import { words } from "../words/words";
import { BackLink } from "../parts/back_link";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { PageHead } from "../parts/page_head";
import { DependencyGraph } from "./dependency_graph";
import { HostStateMark, ServiceStateMark } from "./service_marks";
import { IncidentNumbers } from "./services_page";

function Dependencies({ title, list }: { title: string; list: readonly Dependency[] }) {
  const say = words().service;
  return (
    <>
      <h3>{title}</h3>
      {list.length === 0 ? <p class="soft">{words().none}</p> : null}
      <ul class="divided">
        {list.map((each, place) => (
          <li key={place}>
            <p><a href={serviceAddress(each.service)}>{each.service}</a>{" "}
              <span class="tag-word">{each.source === "learned" ? say.learned : say.declared}</span>
            </p>
            {each.detail ? <p class="soft">{each.detail}</p> : null}
            {each.last_seen ? <p class="soft">{say.learnedBy(each.learned_by ?? "")}{" "}
              <Moment at={each.last_seen} as="age" /></p> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Graph({ service }: { service: ServiceDetail }) {
  const around = [...service.depends_on, ...service.needed_by].map((each) => each.service);
  const beside = useServiceDetails([...new Set(around)]).value ?? [];
  return around.length > 0
    ? <DependencyGraph services={[service, ...beside]} marked={[service.name]} /> : null;
}

function Whole({ service }: { service: ServiceDetail }) {
  const say = words().service;
  return (
    <>
      <PageHead title={service.title || service.name}>
        <span class="row-facts"><ServiceStateMark state={service.state} />
          <span>{say.hosts(service.hosts_up, service.hosts_total)}</span>
          <span>{say.needed(service.hosts_needed)}</span>
          <span>{say.weight(service.weight)}</span>
          {service.users > 0 ? <span>{say.users(service.users)}</span> : null}
          <span>{service.in_hours ? say.inHours : say.outOfHours}</span>
          {service.hours_change_at ? <span>{say.hoursChange}{" "}
            <Moment at={service.hours_change_at} as="zoned" /></span> : null}</span>
      </PageHead>
      <div class="columns halves">
        <section class="panel">
          <h2>{say.hostsHead}</h2>
          <ul class="divided">
            {service.hosts.map(({ name, state }) => (
              <li key={name} class="pair"><a href={hostAddress(name)} data-row={name}>{name}</a>
                <HostStateMark state={state} /></li>
            ))}
          </ul>
          <h3>{say.incidentsHead}</h3>
          <p><IncidentNumbers numbers={service.open_incidents} /></p>
          {service.state_reasons.length > 0 ? <h3>{say.why}</h3> : null}
          <ul class="reasons">
            {service.state_reasons.map(({ code, text }) => <li key={code}>{text || code}</li>)}
          </ul>
        </section>
        <section class="panel">
          <h2>{say.graph}</h2>
          <Graph service={service} />
          <Dependencies title={say.dependsOn} list={service.depends_on} />
          <Dependencies title={say.neededBy} list={service.needed_by} />
          {service.cycles.length > 0
            ? <p class="failure">{say.cycles(service.cycles.join("; "))}</p> : null}
        </section>
      </div>
    </>
  );
}

export function ServicePage({ name }: { name: string }) {
  const say = words().service;
  return (
    <>
      <BackLink href="#/services" text={say.back} />
      <Loading of={useService(name)} missing={say.missing}>
        {(service) => <Whole service={service} />}
      </Loading>
    </>
  );
}
