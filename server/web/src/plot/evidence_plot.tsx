import { useEffect, useRef, useState } from "preact/hooks";
import { quantity, unitOfSignal } from "../format/number";
import { timeAndZone } from "../format/tongue";
import { serverNow } from "../state/clock";
import { scheme } from "../state/theme";
import { locale, words } from "../words/words";
import { Drawing } from "./drawing";
import { Legend } from "./legend";
import { pictureOf } from "./picture";
import type { Course } from "./span";
import type { Subject } from "./subject";
import { useSamples, type Measured } from "./use_samples";

interface Pointed {
  at: number;
  value: number;
}

const label = ({ evidence: { signal, labels } }: Subject) =>
  [signal, ...Object.values(labels)].join(" · ");

/** What the picture says, for those who cannot see it. */
function description(subject: Subject, measured: Measured, read: (value: number) => string) {
  const say = words().plot;
  const last = measured.points[measured.points.length - 1];
  const { forecast, limit } = subject;
  const iso = (at: number) => new Date(at * 1_000).toISOString();
  return [
    last && last[2] !== null
      ? say.describe(label(subject), read(last[2]), timeAndZone(iso(last[0]))) : label(subject),
    limit === null ? "" : say.describeLimit(read(limit)),
    forecast ? say.describeForecast(timeAndZone(forecast.earliest_at),
      timeAndZone(forecast.latest_at)) : "",
  ].filter(Boolean).join(" ");
}

interface EvidencePlotProps {
  subject: Subject;
  /** Of the incident: all of its plots show the same time, so that they can be compared. */
  course: Course;
  /** Plots of one name share the pointer. */
  sync: string;
  small: boolean;
}

const height_px = { whole: 280, small: 130 };

export function EvidencePlot({ subject, course, sync, small }: EvidencePlotProps) {
  const measured = useSamples(subject, course);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const say = words().plot;
  const unit = measured.unit || unitOfSignal(subject.evidence.signal);
  const read = (value: number) => quantity(value, unit, locale.value, subject.evidence.signal);
  const picture = useRef(pictureOf(subject, measured, unit, course, serverNow()));
  picture.current = pictureOf(subject, measured, unit, course, serverNow());
  const here = measured.points.length > 0;

  useEffect(() => {
    if (!place.current || !here) return undefined;
    const one = new Drawing(place.current, () => ({
      ...picture.current,
      height_px: small ? height_px.small : height_px.whole,
      sync,
      pointed: (at, value) =>
        setPointed(at === null || value === null ? null : { at, value }),
    }));
    drawing.current = one;
    return () => { one.end(); drawing.current = null; };
  }, [here, scheme.value, locale.value]);
  useEffect(() => drawing.current?.refresh(), [measured]);

  return (
    <figure class="plot">
      <figcaption>
        <span><code>{label(subject)}</code> <span class="soft">{subject.host}</span></span>
        <output class="number">{pointed
          ? `${read(pointed.value)} · ${timeAndZone(new Date(pointed.at).toISOString())}` : ""}
        </output>
      </figcaption>
      {here
        ? <div ref={place} class={small ? "canvas small" : "canvas"} role="img"
          aria-label={description(subject, measured, read)} />
        : <p class="no-samples soft">{measured.state === "loading" ? say.loading
          : measured.state === "failed" ? say.failed : say.empty}</p>}
      {here && !small
        ? <Legend forecast={subject.forecast !== null} limit={subject.limit !== null} /> : null}
    </figure>
  );
}
