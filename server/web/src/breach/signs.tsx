import type { Breach } from "../api/breach_types";
import { words } from "../words/words";
import { Moment } from "../parts/moment";

/** The symptoms that belong to it. */
export function Signs({ breach }: { breach: Breach }) {
  const say = words().breach;
  if (breach.signs.length === 0) return null;
  return (
    <section class="panel">
      <h2>{say.signs}</h2>
      <ul class="divided">
        {breach.signs.map((sign, place) => (
          <li key={place}>
            <p>{sign.sentence}</p>
            <p class="soft"><code>{sign.kind}</code> · {sign.host}
              {sign.component ? ` · ${sign.component}` : ""} ·{" "}
              <Moment at={sign.first_at} as="zoned" /> – <Moment at={sign.last_at} as="zoned" /></p>
          </li>
        ))}
      </ul>
      {breach.signs_beyond > 0 ? <p class="soft">{words().more(breach.signs_beyond)}</p> : null}
    </section>
  );
}
