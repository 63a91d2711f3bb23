import type { ComponentChildren } from "preact";
import type { Incident } from "../api/types";
import { hashOf } from "../state/address";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";
import { scopeText } from "./scope";

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

export function About({ incident }: { incident: Incident }) {
  const say = words();
  const scope = scopeText(incident);
  const kind = [incident.category, incident.subcategory].filter(Boolean)
    .map((name) => wordFor(say.category, name)).join(" / ");
  return (
    <section class="panel">
      <h2>{say.incident.about}</h2>
      <dl class="facts">
        <Line name={say.incident.state}>{wordFor(say.state, incident.state)}</Line>
        <Line name={say.incident.ownerLabel}>{incident.owner || say.nobody}</Line>
        <Line name={say.incident.category}>{kind}</Line>
        <Line name={say.incident.severity}>{wordFor(say.severity, incident.severity)}</Line>
        {scope ? <Line name={say.incident.scope}>{scope}</Line> : null}
        {incident.forecast
          ? <Line name={say.incident.disruption}>{incident.forecast.disruption}</Line> : null}
        <Line name={say.incident.opened}><Moment at={incident.opened_at} as="zoned" /></Line>
        <Line name={say.incident.updated}><Moment at={incident.updated_at} as="age" /></Line>
        {incident.resolved_at ? <Line name={say.event.resolved}>
          <Moment at={incident.resolved_at} as="zoned" /></Line> : null}
        {incident.times_reopened > 0
          ? <Line name={say.event.reopened}>{say.reopened(incident.times_reopened)}</Line> : null}
      </dl>
      <ul class="reasons soft">
        {incident.category_reasons.map(({ code, text }) => <li key={code}>{text || code}</li>)}
      </ul>
      {incident.open ? null
        : <p><a href={hashOf({ page: "review", id: incident.reference })}>{say.review.open}</a></p>}
    </section>
  );
}
