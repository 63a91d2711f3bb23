import { useRef, useState } from "preact/hooks";
import type { Cover } from "../api/desk_types";
import { duration } from "../format/time";
import { timeAndZone, tongue, zone } from "../format/tongue";
import { now } from "../state/clock";
import { locale, words } from "../words/words";
import { useNarrow } from "./use_narrow";

const day_ms = 86_400_000;
const quarter_ms = 15 * 60_000;
const colours = 6;

interface CoverStripProps {
  cover: Cover;
  from: number;
  to: number;
  /** Somebody dragged over a span: in milliseconds, on quarters of an hour. */
  onMark(from: number, to: number): void;
}

/** The same person has the same colour; the name stands in it, or in the key below. */
const colourOf = (person: string, people: readonly string[]) =>
  Math.max(0, people.indexOf(person)) % colours;

/** A name that would be cut off is not begun: the key below says who it is. Shares of a row. */
const named_in_day = 0.14;
const named_in_week = 0.06;
const week_days = 7;

/** The names behind the colours. */
function Key({ people, gaps }: { people: readonly string[]; gaps: boolean }) {
  return (
    <ul class="legend" aria-label={words().desk.colours}>
      {people.map((person) => (
        <li key={person} class={`with-icon person-${colourOf(person, people)}`}>
          <i class="swatch person" />{person}</li>
      ))}
      {gaps ? <li class="with-icon"><i class="swatch gap" />{words().desk.gap}</li> : null}
    </ul>
  );
}

/** What the schedule is laid out of, the lowest first. */
function Layers({ layers }: { layers: Cover["layers"] }) {
  const say = words().desk.layer;
  return (
    <>
      <h4>{say.title}</h4>
      <ol class="plain layers">
        {layers.map((layer) => (
          <li key={layer.name} class="row-facts">
            <strong>{layer.name}</strong>
            <span>{layer.people.join(" → ")}</span>
            <span>{say.turn(duration(layer.turn_seconds * 1_000, tongue()))}</span>
            {layer.restricted ? <span>{say.restricted}</span> : null}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Two weeks of a schedule: who has it when, where nobody has. A row for each week; on a phone,
 *  where names would not fit, for each day. */
export function CoverStrip({ cover, from, to, onMark }: CoverStripProps) {
  const step = (useNarrow() ? 1 : week_days) * day_ms;
  const rows = Array.from({ length: Math.ceil((to - from) / step) }, (_, n) => from + n * step);
  const people = [...new Set(cover.shifts.map(({ person }) => person))].sort();
  return (
    <div class="cover">
      <div class="cover-rows">{rows.map((begins) => (
        <Row key={begins} cover={cover} from={begins} to={Math.min(to, begins + step)}
          people={people} onMark={onMark} />
      ))}</div>
      <Key people={people} gaps={cover.gaps.length > 0} />
      {cover.layers.length > 0 ? <Layers layers={cover.layers} /> : null}
      <p class="soft">{words().plot.zone(zone())} · {words().desk.dragHint}</p>
      {cover.gaps.length > 0 ? <p class="failure">{words().desk.gaps(cover.gaps.length)}</p> : null}
      {cover.unknown_people.length > 0
        ? <p class="failure">{words().desk.unknown(cover.unknown_people.join(", "))}</p> : null}
    </div>
  );
}

interface RowProps extends CoverStripProps {
  people: readonly string[];
}

function Row({ cover, from, to, people, onMark }: RowProps) {
  const place = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<[number, number] | null>(null);
  const share = (at: number) => (Math.min(to, Math.max(from, at)) - from) / (to - from);
  const at = (event: PointerEvent) => {
    const box = place.current?.getBoundingClientRect();
    const part = box ? (event.clientX - box.left) / box.width : 0;
    return Math.round((from + part * (to - from)) / quarter_ms) * quarter_ms;
  };
  const style = (begins: number, ends: number) => ({ left: `${share(begins) * 100}%`,
    width: `${(share(ends) - share(begins)) * 100}%` });
  const seen = (span: { begins_at: string; ends_at: string }) =>
    Date.parse(span.ends_at) > from && Date.parse(span.begins_at) < to;
  /** The name, where there is room for it. */
  const named = (span: { begins_at: string; ends_at: string }, text: string) =>
    (share(Date.parse(span.ends_at)) - share(Date.parse(span.begins_at))
      >= (days.length > 1 ? named_in_week : named_in_day)
      ? text : <span class="unseen">{text}</span>);
  const days = Array.from({ length: Math.round((to - from) / day_ms) },
    (_, n) => from + n * day_ms);
  const dayName = new Intl.DateTimeFormat(locale.value, { weekday: "short", day: "numeric" });
  return (
    <div class={days.length > 1 ? "week" : "week day"} ref={place}
      onPointerCancel={() => setMarked(null)}
      onPointerDown={(event) => setMarked([at(event), at(event)])}
      onPointerMove={(event) => { if (marked) setMarked([marked[0], at(event)]); }}
      onPointerUp={() => {
        if (!marked) return;
        const [one, other] = marked;
        setMarked(null);
        if (Math.abs(other - one) >= quarter_ms) onMark(Math.min(one, other), Math.max(one, other));
      }}>
      {days.map((day) => (
        <span key={day} class="week-day" style={{ left: `${share(day) * 100}%` }}>
          {dayName.format(new Date(day))}</span>
      ))}
      {cover.shifts.filter(seen).map((shift) => (
        <span key={`${shift.person} ${shift.begins_at}`} title={`${shift.person} ${
          timeAndZone(shift.begins_at)} – ${timeAndZone(shift.ends_at)} ${shift.layer}`}
          class={`shift person-${colourOf(shift.person, people)} ${
            shift.override ? "override" : ""}`}
          style={style(Date.parse(shift.begins_at), Date.parse(shift.ends_at))}>
          {named(shift, shift.person)}</span>
      ))}
      {cover.gaps.filter(seen).map((gap) => (
        <span key={gap.begins_at} class="shift gap"
          style={style(Date.parse(gap.begins_at), Date.parse(gap.ends_at))}>
          {named(gap, words().desk.gap)}</span>
      ))}
      {now.value > from && now.value < to
        ? <span class="week-now" style={{ left: `${share(now.value) * 100}%` }} /> : null}
      {marked ? <span class="week-mark" style={style(Math.min(...marked), Math.max(...marked))} />
        : null}
    </div>
  );
}
