import { get } from "../api/client";
import type { NearMiss, NearMisses, NearMissVerdict } from "../api/review_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { hostAddress } from "../state/address";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { StateMark, type Tone } from "../parts/state_mark";

const tones: Record<NearMissVerdict, Tone> = {
  prevented: "good", unannounced: "bad", never: "quiet",
};
const day_seconds = 86_400;

function Row({ entry }: { entry: NearMiss }) {
  const say = words();
  const at = entry.settled_at ?? entry.happened_at ?? entry.announced_at;
  return (
    <tr>
      <td><StateMark tone={tones[entry.verdict]} text={say.nearMiss.verdict[entry.verdict]} /></td>
      <th scope="row">{entry.disruption || entry.kind}
        <span class="soft below"><code>{entry.kind}</code></span></th>
      <td><a href={hostAddress(entry.host)}>{entry.host}</a>
        <span class="soft below">{entry.component}</span></td>
      <td>{entry.expected_at ? <Moment at={entry.expected_at} as="zoned" /> : say.nearMiss.notSaid}
      </td>
      <td>{at ? <Moment at={at} as="zoned" /> : "–"}</td>
      <td class="amount">{entry.lead_seconds === null ? "–"
        : duration(entry.lead_seconds * 1_000, tongue())}</td>
    </tr>
  );
}

/** What was announced and did not come, and what came unannounced. */
export function NearMissPanel() {
  const say = words().nearMiss;
  const loaded = useLoaded("near misses", () => get<NearMisses>("/near-misses?limit=100"));
  return (
    <section class="panel">
      <h2>{say.title}</h2>
      <Loading of={loaded}>
        {({ entries, prevented, unannounced, never, window_seconds: window }) => (
          <>
            <p class="vitals">{words().list([say.prevented(prevented), say.unannounced(unannounced),
              say.never(never), words().forecast.window(Math.round(window / day_seconds))])}</p>
            {entries.length === 0 ? <Nothing>{say.none}</Nothing> : (
              <div class="record bare" role="region" aria-label={say.title} tabIndex={0}>
                <table class="listing">
                  <thead><tr>{say.heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
                  </thead>
                  <tbody>{entries.map((entry) => <Row key={`${entry.symptom} ${entry.settled_at}`}
                    entry={entry} />)}</tbody>
                </table>
              </div>
            )}
          </>
        )}
      </Loading>
    </section>
  );
}
