import type { Incident } from "../api/types";
import { outlookOf, type Outlook } from "../format/outlook";
import { duration } from "../format/time";
import { ageOf, lengthSince, tongue, windowOf } from "../format/tongue";
import { now } from "../state/clock";
import { words } from "../words/words";
import { PhaseMark } from "./marks";

/** What is large, and what stands below it; the phase with its sign stands above both. */
function texts(incident: Incident, outlook: Outlook): [string, string] {
  const say = words();
  switch (outlook.kind) {
    case "ended":
      return ["", say.endedAgo(ageOf(incident.resolved_at ?? incident.updated_at))];
    case "recovering":
      return ["", say.recoveringFor(lengthSince(outlook.since))];
    case "happening":
    case "unknown":
      return ["", say.firstSign(ageOf(incident.first_sign_at))];
    case "coming":
      return [say.in(duration(outlook.left_ms, tongue())),
        windowOf(outlook.earliest, outlook.latest)];
    case "overdue":
      return [say.anyMoment, say.overdue(duration(outlook.late_ms, tongue()))];
  }
}

/** How much time is left, counting down; or what took the place of that question. */
export function OutlookText({ incident }: { incident: Incident }) {
  const outlook = outlookOf(incident, now.value);
  const [main, beside] = texts(incident, outlook);
  return (
    <div class={`outlook ${outlook.kind}`}>
      <PhaseMark incident={incident} />
      {main ? <span class="outlook-main">{main}</span> : null}
      <span class="outlook-beside">{beside}</span>
    </div>
  );
}
