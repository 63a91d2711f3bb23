import { clockTime, roughly, zoneName } from "../format/time";
import { tongue } from "../format/tongue";
import { now } from "../state/clock";
import { brokeAt, heardAt, link } from "../state/live";
import { locale, words } from "../words/words";

/** A line that is back at once is no matter: the server ends it whenever rights change. */
const patience_ms = 2_000;

const isLost = () => link.value === "stale" && now.value - brokeAt.value >= patience_ms;

/** A word with a dot: does what is shown follow the server? */
export function ConnectionMark() {
  const say = words().link;
  const text = { first: say.first, live: say.live, stale: say.stale, refused: say.refused };
  const shown = link.value === "stale" && !isLost() ? "first" : link.value;
  return <span class={`connection ${shown}`}>{text[shown]}</span>;
}

/** While the server is away: since when what is shown is old. */
export function StaleBanner() {
  if (!isLost()) return null;
  const say = words().link;
  const at = heardAt.value;
  const time = `${clockTime(at, now.value, locale.value)} ${zoneName(locale.value)}`;
  return (
    <p class="banner" role="status">
      {at === 0 ? say.unreached : say.staleSince(time, roughly(now.value - at, tongue()))}
    </p>
  );
}
