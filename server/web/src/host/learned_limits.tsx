import { useState } from "preact/hooks";
import { get } from "../api/client";
import type { Learned, LearnedLimit } from "../api/judgement_types";
import { quantity } from "../format/number";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { can } from "../state/abilities";
import { useLoaded } from "../state/use_loaded";
import { locale, words } from "../words/words";
import { Listing } from "../parts/listing";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { byMoved, labelsText } from "./limits";
import { isYoung } from "./young";

const shown_first = 12;
const refresh_ms = 5 * 60_000;
const young_refresh_ms = 10_000;

/** A number of a limit with its unit; what is not known is a dash. */
function Value({ of, limit }: { of: number | null; limit: LearnedLimit }) {
  return <>{of === null ? "–" : quantity(of, limit.unit, locale.value, limit.signal)}</>;
}

function usualText(limit: LearnedLimit): string {
  const say = words().limits;
  const text = (value: number) => quantity(value, limit.unit, locale.value, limit.signal);
  const { usual_low: low, usual_high: high } = limit;
  if (high === null) return say.noUsual;
  return low === null ? say.soFar(text(high)) : say.between(text(low), text(high));
}

function Row({ limit }: { limit: LearnedLimit }) {
  const say = words().limits;
  const [series, now, usual, pack, bounds, from] = say.heads;
  const now_text = limit.limit === null ? "–"
    : say.bad[limit.bad](quantity(limit.limit, limit.unit, locale.value, limit.signal));
  return (
    <tr>
      <th scope="row" data-head={series}><code>{limit.signal}</code>{" "}
        <span class="soft">{labelsText(limit.labels)}</span>
        <span class="below soft">{limit.kind}</span></th>
      <td data-head={now}>{now_text}{" "}
        <span class="tag-word">{limit.limit === limit.pack_limit ? say.asPack : say.moved}</span>
      </td>
      <td data-head={usual}>{usualText(limit)}</td>
      <td data-head={pack}><Value of={limit.pack_limit} limit={limit} /></td>
      <td data-head={bounds}><Value of={limit.floor} limit={limit} />{" – "}
        <Value of={limit.ceiling} limit={limit} /></td>
      <td data-head={from}>{say.seen(duration(limit.seen_seconds * 1_000, tongue()))},{" "}
        {say.since} <Moment at={limit.since} as="zoned" />
        <span class="below soft">{say.version(limit.version)}</span></td>
    </tr>
  );
}

function Limits({ learned }: { learned: Learned }) {
  const [all, setAll] = useState(false);
  const say = words().limits;
  const { at, limits, left_out: leftOut, others } = learned;
  if (at === null) return <Nothing>{say.untold}</Nothing>;
  const sorted = byMoved(limits);
  const more = sorted.length > shown_first && !all;
  return (
    <>
      <p class="row-facts"><span>{say.hint}</span>
        <span>{say.told} <Moment at={at} as="zoned" /></span></p>
      {limits.length === 0 ? <Nothing>{say.none}</Nothing> : (
        <Listing label={say.title} heads={say.heads} stacks>
          {(more ? sorted.slice(0, shown_first) : sorted).map((each) => (
            <Row key={`${each.kind} ${each.signal} ${labelsText(each.labels)}`} limit={each} />
          ))}
        </Listing>
      )}
      {more ? <div class="buttons"><button type="button" class="small"
        onClick={() => setAll(true)}>{say.all(limits.length)}</button></div> : null}
      {leftOut > 0 ? <p class="soft">{say.leftOut(leftOut)}</p> : null}
      {others > 0 ? <p class="soft">{say.others(others)}</p> : null}
    </>
  );
}

function Pack({ pack }: { pack: NonNullable<Learned["pack"]> }) {
  const say = words();
  return (
    <p class="row-facts">
      <span>{say.limits.pack} {pack.parts.map(({ name }) => name).join(" + ")}</span>
      <span>{say.packs.kinds(pack.kinds)}</span>
      <span>{say.limits.agent(pack.version)}</span>
      <span><code>{pack.id}</code></span>
    </p>
  );
}

/** By which limits a host is judged that it learned itself, and by which pack. */
export function LearnedLimits({ name }: { name: string }) {
  if (!can("/hosts/{id}/learned")) return null;
  return <Panel name={name} />;
}

function Panel({ name }: { name: string }) {
  const every_ms = isYoung(name) ? young_refresh_ms : refresh_ms;
  const loaded = useLoaded(`learned ${name}`, () =>
    get<Learned>(`/hosts/${encodeURIComponent(name)}/learned`), every_ms);
  return (
    <section class="panel learned-limits">
      <h2>{words().limits.title}</h2>
      <Loading of={loaded}>
        {(learned) => (
          <>
            {learned.pack ? <Pack pack={learned.pack} /> : null}
            <Limits learned={learned} />
          </>
        )}
      </Loading>
    </section>
  );
}
