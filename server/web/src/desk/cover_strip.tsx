import { useRef, useState } from "preact/hooks";
import type { Cover } from "../api/desk_types";
import { timeAndZone, zone } from "../format/tongue";
import { now } from "../state/clock";
import { locale, words } from "../words/words";

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

/** The same person has the same colour; the name stands in it all the same. */
function colourOf(person: string): number {
  let sum = 0;
  for (const letter of person) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return sum % colours;
}

/** Two weeks of a schedule: who has it when, where nobody has, one row for each week. */
export function CoverStrip({ cover, from, to, onMark }: CoverStripProps) {
  const middle = from + (to - from) / 2;
  return (
    <div class="cover">
      <Week cover={cover} from={from} to={middle} onMark={onMark} />
      <Week cover={cover} from={middle} to={to} onMark={onMark} />
      <p class="soft">{words().plot.zone(zone())} · {words().desk.dragHint}</p>
      {cover.gaps.length > 0 ? <p class="failure">{words().desk.gaps(cover.gaps.length)}</p> : null}
      {cover.unknown_people.length > 0
        ? <p class="failure">{words().desk.unknown(cover.unknown_people.join(", "))}</p> : null}
    </div>
  );
}

function Week({ cover, from, to, onMark }: CoverStripProps) {
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
  const days = Array.from({ length: Math.round((to - from) / day_ms) },
    (_, n) => from + n * day_ms);
  const dayName = new Intl.DateTimeFormat(locale.value, { weekday: "short", day: "numeric" });
  return (
    <div class="week" ref={place}
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
          timeAndZone(shift.begins_at)} – ${timeAndZone(shift.ends_at)}`}
          class={`shift person-${colourOf(shift.person)} ${shift.override ? "override" : ""}`}
          style={style(Date.parse(shift.begins_at), Date.parse(shift.ends_at))}>
          {shift.person}</span>
      ))}
      {cover.gaps.filter(seen).map((gap) => (
        <span key={gap.begins_at} class="shift gap"
          style={style(Date.parse(gap.begins_at), Date.parse(gap.ends_at))}>
          {words().desk.gap}</span>
      ))}
      {now.value > from && now.value < to
        ? <span class="week-now" style={{ left: `${share(now.value) * 100}%` }} /> : null}
      {marked ? <span class="week-mark" style={style(Math.min(...marked), Math.max(...marked))} />
        : null}
    </div>
  );
}
