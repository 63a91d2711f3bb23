import type { IncidentDetail } from "../api/types";
import { words, wordFor } from "../words/words";
import { ClockMark } from "../parts/clock_mark";
import { Moment } from "../parts/moment";

function Bridge({ incident: { bridge } }: { incident: IncidentDetail }) {
  if (!bridge || bridge.ended_at) return null;
  const say = words().desk;
  return (
    <p><strong>{say.bridge}</strong>{" "}
      {bridge.url && /^https?:/.test(bridge.url)
        ? <a href={bridge.url} rel="noreferrer" target="_blank">{bridge.url}</a> : say.bridgeAsked}
      <span class="below soft">{say.joined(bridge.joined.map(({ person }) => person).join(", "))}
      </span></p>
  );
}

function Pages({ incident: { paging } }: { incident: IncidentDetail }) {
  if (!paging || paging.pages.length === 0) return null;
  const say = words().desk;
  return (
    <>
      <h3>{say.pages}</h3>
      <ul class="divided">
        {paging.pages.slice(-6).reverse().map((page, place) => (
          <li key={place}><p><strong>{page.person}</strong>{" "}
            <span class="soft">{page.channel} · {wordFor(say.pageState, page.state)}{" "}
              <Moment at={page.at} as="zoned" /></span></p></li>
        ))}
      </ul>
      {paging.next_at ? <p class="soft">{say.nextStep} <Moment at={paging.next_at} as="zoned" /></p>
        : null}
    </>
  );
}

/** Whose it is, what was promised and how that stands, who was called. */
export function DeskPanel({ incident }: { incident: IncidentDetail }) {
  const { assignment, clocks } = incident;
  if (!assignment?.tier) return null;
  const say = words().desk;
  return (
    <section class="panel">
      <h2>{say.withWhom}</h2>
      <p class="row-facts"><strong>{assignment.owner}</strong><span>{assignment.tier}</span>
        {assignment.team ? <span>{assignment.team}</span> : null}</p>
      {assignment.because
        ? <p class="soft">{wordFor(words().giveReasons, assignment.because)}</p> : null}
      {clocks?.response ? <p><ClockMark what={say.response} clock={clocks.response} /></p> : null}
      {clocks?.resolution
        ? <p><ClockMark what={say.resolution} clock={clocks.resolution} /></p> : null}
      <Bridge incident={incident} />
      <Pages incident={incident} />
    </section>
  );
}
