import { useEffect, useState } from "preact/hooks";
import type {
  HiddenIncident, Occurrence, SuppressionPreview,
} from "../api/suppression_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { incidentAddress } from "../state/address";
import { wordsOf } from "../state/actions";
import { words } from "../words/words";
import { Moment } from "../parts/moment";
import { preview } from "./use_suppressions";

const settle_ms = 400;
const shown_max = 8;

function Incidents({ title, list, count }:
{ title: string; list: readonly HiddenIncident[]; count: number }) {
  if (count === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="plain">
        {list.slice(0, shown_max).map(({ id, reference, priority, title: text }) => (
          <li key={id}><span class={`badge small ${priority.toLowerCase()}`}>{priority}</span>{" "}
            <a href={incidentAddress(reference)}>{reference}</a> {text}</li>
        ))}
      </ul>
      {count > shown_max ? <p class="soft">{words().more(count - shown_max)}</p> : null}
    </>
  );
}

/** "2026-12-06 02:00 UTC+07:00": on the clocks of the window's zone. */
const localText = (local: string) =>
  local.replace("T", " ").replace(/:\d\d(?=[+-]|Z|$)/, " UTC").replace(/UTCZ$/, "UTC");

/** The reader's own clocks show something else at that time. */
function isElsewhere({ starts_at, local }: Occurrence): boolean {
  const own = new Date(starts_at);
  const hours = `${String(own.getHours()).padStart(2, "0")}:${String(own.getMinutes())
    .padStart(2, "0")}`;
  return local.slice(11, 16) !== hours;
}

export function Occurrences({ list }: { list: readonly Occurrence[] }) {
  if (list.length === 0) return null;
  return (
    <ol class="plain occurrences">
      {list.map((each) => (
        <li key={each.starts_at}>
          <span class="number">{localText(each.local)}</span>
          {isElsewhere(each)
            ? <span class="soft"> = <Moment at={each.starts_at} as="zoned" /></span> : null}
          <span class="soft"> · {duration(Date.parse(each.ends_at) - Date.parse(each.starts_at),
            tongue())}</span>
          {each.note ? <span class="below soft">{each.note}</span> : null}
        </li>
      ))}
    </ol>
  );
}

function Told({ told }: { told: SuppressionPreview }) {
  const say = words().silence;
  return (
    <>
      <p><strong>{say.hides(told.incident_count)}</strong>{" "}
        {told.partly_count > 0 ? say.hidesPartly(told.partly_count) : ""}
        <span class="below soft">{say.looked(told.looked_at)}
          {told.is_complete ? "" : ` ${say.incomplete}`}</span></p>
      <Incidents title={say.whole} list={told.incidents} count={told.incident_count} />
      <Incidents title={say.partly} list={told.partly} count={told.partly_count} />
      {told.occurrences.length > 0 ? <h3>{say.next(told.occurrences.length)}</h3> : null}
      <Occurrences list={told.occurrences} />
    </>
  );
}

interface PreviewPanelProps {
  kind: "silences" | "maintenance-windows";
  /** Null while too little is known to ask. */
  body: object | null;
}

/** What it would hide if it were there now: asked of the server as the form is filled in. */
export function PreviewPanel({ kind, body }: PreviewPanelProps) {
  const [told, setTold] = useState<SuppressionPreview | null>(null);
  const [refusal, setRefusal] = useState("");
  const asked = body ? JSON.stringify(body) : "";
  const say = words().silence;
  useEffect(() => {
    if (!body) { setTold(null); setRefusal(""); return undefined; }
    let current = true;
    const timer = setTimeout(() => void preview(kind, body).then(
      (answer) => { if (current) { setTold(answer); setRefusal(""); } },
      (error: unknown) => { if (current) { setTold(null); setRefusal(wordsOf(error)); } },
    ), settle_ms);
    return () => { current = false; clearTimeout(timer); };
  }, [asked]);
  return (
    <section class="preview stack" aria-label={say.preview} aria-live="polite">
      <h3>{say.preview}</h3>
      {!asked ? <p class="soft">{say.previewNothing}</p> : null}
      {refusal ? <p class="failure">{refusal}</p> : null}
      {told ? <Told told={told} /> : null}
    </section>
  );
}
