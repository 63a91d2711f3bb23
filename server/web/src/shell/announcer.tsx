import { newcomers } from "../state/incidents";
import { words } from "../words/words";

const said_max = 3;

/** Tells people who listen to the page that an incident is new. Never seen. */
export function Announcer() {
  const say = words();
  const texts = newcomers.value.slice(0, said_max).map((incident) =>
    say.summary.newcomer(incident.priority, say.phase[incident.phase], incident.title));
  const rest = newcomers.value.length - texts.length;
  return (
    <div class="unseen" role="status" aria-live="polite">
      {rest > 0 ? [...texts, say.more(rest)].join(". ") : texts.join(". ")}
    </div>
  );
}
