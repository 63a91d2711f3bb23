import { quantity } from "../format/number";
import { clockTime } from "../format/time";
import { locale, words } from "../words/words";
import { columnsOf, heightOf } from "./columns";
import type { Picture } from "./drawing";
import type { Marks } from "./marks";
import { spanOf, type Course } from "./span";
import type { Subject } from "./subject";
import type { Measured } from "./use_samples";

export function axisTime(at: number, withSeconds: boolean, span_ms: number): string {
  const long = span_ms > 36 * 60 * 60 * 1_000;
  return new Intl.DateTimeFormat(locale.value, {
    hour: "2-digit", minute: "2-digit", hour12: false,
    ...(withSeconds ? { second: "2-digit" } : {}),
    ...(long ? { day: "numeric", month: "short" } : {}),
  }).format(new Date(at));
}

function momentsOf(subject: Subject, ended: boolean, now: number): Marks["moments"] {
  const say = words().plot;
  const { forecast } = subject;
  return [
    { at: Date.parse(subject.first_sign_at), text: say.firstSign },
    { at: Date.parse(subject.onset_at), text: say.onset, strong: "onset" },
    ...(subject.disrupted_at
      ? [{ at: Date.parse(subject.disrupted_at), text: say.disrupted,
        strong: "disruption" as const }]
      : []),
    ...(ended ? [] : [{ at: now, text: say.now }]),
    ...(forecast ? [{
      at: Date.parse(forecast.expected_at),
      text: `${say.expected} ${clockTime(Date.parse(forecast.expected_at), now, locale.value)}`,
    }] : []),
  ];
}

/** Everything about one plot but the pixels. */
export function pictureOf(subject: Subject, measured: Measured, unit: string,
  course: Course, now: number): Omit<Picture, "pointed" | "height_px" | "sync"> {
  const { limit, forecast } = subject;
  const { from, to } = spanOf(course, now);
  const value = (each: number) => quantity(each, unit, locale.value);
  const others = [limit, forecast?.level].filter((each) => typeof each === "number");
  return {
    columns: columnsOf(measured.points),
    from,
    to,
    height: heightOf(measured.points, others),
    value,
    binary: unit.startsWith("bytes"),
    time: (at, withSeconds) => axisTime(at, withSeconds, to - from),
    marks: {
      limit: limit === null ? null
        : { value: limit, text: `${words().plot.limit} ${value(limit)}` },
      forecast,
      moments: momentsOf(subject, course.ended_at !== null, now),
    },
  };
}
