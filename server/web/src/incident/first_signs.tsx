import type { FirstSign, IncidentDetail } from "../api/types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { words } from "../words/words";
import { isForeign } from "../plot/subject";
import { Moment } from "../parts/moment";

function Sign({ sign, start }: { sign: FirstSign; start: number }) {
  const later = Date.parse(sign.at) - start;
  return (
    <li>
      <span class="when"><Moment at={sign.at} as="zoned" />
        {later > 0 ? <em>{words().incident.later(duration(later, tongue()))}</em> : null}</span>
      <span class="what">{sign.sentence}</span>
      <span class="soft">
        {isForeign(sign) ? null : <><code>{sign.signal}</code>{" "}</>}
        {words().list([sign.host, sign.component].filter(Boolean))}</span>
    </li>
  );
}

/** Which signal moved first: the end of the thread to pull. */
export function FirstSigns({ incident }: { incident: IncidentDetail }) {
  const signs = incident.diagnosis.first_signs;
  const first = signs[0];
  if (!first) return null;
  const say = words().incident;
  return (
    <section class="panel">
      <h2>{say.firstSigns}</h2>
      <p class="soft">{say.firstSignsHint}</p>
      <ol class="thread">
        {signs.map((sign, place) => (
          <Sign key={place} sign={sign} start={Date.parse(first.at)} />
        ))}
      </ol>
    </section>
  );
}
