import { age } from "../format/time";
import { tongue } from "../format/tongue";
import { now } from "../state/clock";
import { hosts, lastReportAt, silentCount } from "../state/hosts";
import { openIncidents } from "../state/incidents";
import { link } from "../state/live";
import { words } from "../words/words";

/** When a host was last heard, how many there are, how many fell silent. */
export function Vitals() {
  const say = words().summary;
  const parts = [
    lastReportAt.value > 0 ? say.checked(age(lastReportAt.value, now.value, tongue())) : "",
    say.hosts(hosts.value.length),
    say.silent(silentCount.value),
  ].filter(Boolean);
  return <p class="vitals">{words().list(parts)}</p>;
}

function headline(): string {
  const say = words().summary;
  const coming = openIncidents.value.filter((each) => each.phase === "impending").length;
  const happening = openIncidents.value.length - coming;
  if (happening === 0) return say.coming(coming);
  if (coming === 0) return say.happeningAlone(happening);
  return say.both(say.coming(coming), say.happening(happening));
}

/** One sentence over the list; the calm state has one of its own. */
export function Summary() {
  if (link.value === "first" && openIncidents.value.length === 0) {
    return <h1 class="unseen">{words().sections.now}</h1>;
  }
  if (openIncidents.value.length === 0) return null;
  return (
    <div class="summary">
      <h1>{headline()}</h1>
      <Vitals />
    </div>
  );
}
