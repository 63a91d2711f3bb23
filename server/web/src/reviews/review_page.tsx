import { get, getText } from "../api/client";
import type { Review } from "../api/review_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { incidentAddress } from "../state/address";
import { useLoaded } from "../state/use_loaded";
import { words, wordFor } from "../words/words";
import { apiName } from "../incident/use_incident";
import { BackLink } from "../parts/back_link";
import { Loading } from "../parts/loading";
import { PhaseMark } from "../parts/marks";
import { Moment } from "../parts/moment";
import { PageHead } from "../parts/page_head";
import { saveFile } from "../parts/save_file";

function Times({ review }: { review: Review }) {
  const say = words().review;
  const times = [
    [say.lead, review.lead_time_seconds], [say.toTell, review.time_to_tell_seconds],
    [say.toTake, review.time_to_take_seconds], [say.toResolve, review.time_to_resolve_seconds],
  ] as const;
  return (
    <dl class="figures">
      {times.map(([name, seconds]) => (
        <div key={name}><dt>{name}</dt>
          <dd>{seconds === null ? say.never : duration(seconds * 1_000, tongue())}</dd></div>
      ))}
      <div><dt>{say.worst}</dt><dd>{review.worst_priority}</dd></div>
    </dl>
  );
}

function Moments({ review }: { review: Review }) {
  const say = words();
  return (
    <section class="panel">
      <h2>{say.review.course}</h2>
      <ol class="thread">
        {review.moments.map(({ at, kind, actor, why, text }, place) => (
          <li key={place} class={actor && actor !== "engine" ? "by-person" : undefined}>
            <span class="when"><Moment at={at} as="zoned" /></span>
            <span class="what"><strong>{wordFor(say.event, kind)}</strong>
              {actor && actor !== "engine" ? <span class="by"> {actor}</span> : null}</span>
            {text ? <span class="lines">{text}</span> : null}
            {why && why !== text ? <span class="soft">{why}</span> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Learned({ review }: { review: Review }) {
  const say = words();
  return (
    <section class="panel">
      <h2>{say.review.learned}</h2>
      <dl class="facts">
        <div><dt>{say.review.resolution}</dt><dd class="lines">{review.resolution || say.none}</dd>
        </div>
        <div><dt>{say.review.people}</dt><dd>{review.people.join(", ") || say.none}</dd></div>
        {review.disruption_at ? <div><dt>{say.incident.disruption}</dt>
          <dd><Moment at={review.disruption_at} as="zoned" /></dd></div> : null}
        {review.incident.closure ? <div><dt>{say.review.cause}</dt>
          <dd class="lines">{review.incident.closure.cause || say.none}{" "}
            {review.incident.closure.hypothesis
              ? <span class="soft">
                {say.report.byHypothesis(review.incident.closure.hypothesis)}</span>
              : null}</dd></div> : null}
        {review.known_error
          ? <div><dt>{say.past.known}</dt><dd>{review.known_error}</dd></div> : null}
      </dl>
      <h3>{say.review.followUps}</h3>
      {review.follow_ups.length === 0 ? <p class="soft">{say.none}</p> : null}
      <ul class="reasons">
        {review.follow_ups.map(({ code, text }) => <li key={code}>{text || code}</li>)}
      </ul>
      {review.causes.length > 0 ? <h3>{say.cause.title}</h3> : null}
      <ul class="reasons">
        {review.causes.map(({ sentence }, place) => <li key={place}>{sentence}</li>)}
      </ul>
      {review.hypotheses.length > 0 ? <h3>{say.hypothesis.title}</h3> : null}
      <ul class="reasons">
        {review.hypotheses.map(({ id, text, state }) => (
          <li key={id}><strong>{id} {say.hypothesis.state[state]}</strong> {text}</li>
        ))}
      </ul>
    </section>
  );
}

/** What happened, how fast it was seen and ended, and what follows from it. */
export function ReviewPage({ id }: { id: string }) {
  const say = words().review;
  const path = `/incidents/${encodeURIComponent(apiName(id))}/review`;
  const loaded = useLoaded(`review ${id}`, () => get<Review>(path));
  const save = async () => saveFile(`${id}.md`, "text/markdown",
    await getText(`${path}?format=markdown`));
  return (
    <>
      <BackLink href="#/reviews" text={say.back} />
      <Loading of={loaded} missing={words().incident.missing}>
        {(review) => (
          <>
            <PageHead title={review.incident.title} beside={
              <button type="button" onClick={() => void save()}>{say.save}</button>}>
              <span class="row-facts">
                <a href={incidentAddress(review.incident.reference)}>
                  {review.incident.reference}</a>
                <PhaseMark incident={review.incident} />
              </span>
            </PageHead>
            <div class="stack">
              <Times review={review} />
              <div class="columns halves">
                <Moments review={review} />
                <Learned review={review} />
              </div>
            </div>
          </>
        )}
      </Loading>
    </>
  );
}
