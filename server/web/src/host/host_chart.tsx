import { useEffect, useRef, useState } from "preact/hooks";
import { getSamples } from "../api/client";
import type { SamplePoint } from "../api/host_types";
import { quantity, unitOfSignal } from "../format/number";
import { timeAndZone } from "../format/tongue";
import { useLoaded } from "../state/use_loaded";
import { scheme } from "../state/theme";
import { locale, words } from "../words/words";
import { LinesDrawing, type LinesPicture } from "../plot/lines";
import { axisTime } from "../plot/picture";
import type { ChartSpec } from "./overview";
import type { Band } from "./use_bands";

const points_max = 600;
const height_px = 150;
const refresh_ms = 10_000;

export interface ChartSpan {
  from: number;
  to: number;
  /** It ends now, and moves on. */
  live: boolean;
}

interface HostChartProps {
  host: string;
  spec: ChartSpec;
  /** Asked each time it loads: a span that ends now moves. */
  span(): ChartSpan;
  spanKey: string;
  bands: readonly Band[];
  onZoom(from: number, to: number): void;
}

interface Pointed {
  at: number;
  values: (number | null)[];
}

interface Measured {
  from: number;
  to: number;
  series: SamplePoint[][];
  unit: string;
}

async function measure({ host, spec, span }: HostChartProps): Promise<Measured> {
  const { from, to } = span();
  const all = await Promise.all(spec.series.map(({ signal, labels }) =>
    getSamples({ host, signal, labels, from, to, points: points_max })));
  return { from, to, series: all.map(({ points }) => points),
    unit: all[0]?.unit || spec.series[0]?.unit || unitOfSignal(spec.signal) };
}

/** What tells the series of one signal apart; empty where there is one without labels. */
const labelOf = (labels: Record<string, string>) => Object.values(labels).join(" · ");

const last = (points: readonly SamplePoint[]) => points[points.length - 1]?.[2] ?? null;

function Values({ spec, values, read }:
{ spec: ChartSpec; values: (number | null)[]; read(value: number): string }) {
  return (
    <ul class="legend">
      {spec.series.map(({ labels }, at) => {
        const value = values[at];
        return (
          <li key={at}><i class={`swatch series-${at + 1}`} />
            {labelOf(labels) ? <span>{labelOf(labels)}</span> : null}
            <strong class="number">{value === null || value === undefined ? "–" : read(value)}
            </strong></li>
        );
      })}
    </ul>
  );
}

/** One chart of a host. The pointer is shared with the others; a marked span is looked into. */
export function HostChart(props: HostChartProps) {
  const { host, spec, span, spanKey, bands, onZoom } = props;
  const { live } = span();
  const { value: measured, error } = useLoaded(
    `${host} ${spec.key} ${spec.series.length} ${spanKey}`, () => measure(props),
    live ? refresh_ms : 0);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<LinesDrawing | null>(null);
  const unit = measured?.unit ?? "";
  const read = (value: number) => quantity(value, unit, locale.value, spec.signal);
  const say = words().plot;
  const here = measured !== null && measured.series.some((points) => points.length > 0);

  const picture = useRef<LinesPicture | null>(null);
  // What is drawn stays until there is something newer: the plot asks at any time.
  if (measured) picture.current = {
    series: measured.series, from: measured.from, to: measured.to, height_px, sync: `host ${host}`,
    bands: bands.map((band) => ({ ...band, own: band.signals.includes(spec.signal) })),
    binary: unit.startsWith("bytes"), share: unit === "ratio" || unit === "percent",
    value: (value) => quantity(value, unit, locale.value),
    time: (at, withSeconds) => axisTime(at, withSeconds, measured.to - measured.from),
    zoomed: onZoom,
    pointed: (at, values) => setPointed(at === null ? null : { at, values }),
  };
  useEffect(() => {
    if (!place.current || !here) return undefined;
    const one = new LinesDrawing(place.current, () => picture.current as LinesPicture);
    drawing.current = one;
    return () => { one.end(); drawing.current = null; };
  }, [here, spanKey, spec.series.length, scheme.value, locale.value]);
  useEffect(() => drawing.current?.refresh(), [measured, bands]);

  const now = measured?.series.map(last) ?? [];
  const values = now.map((value) => (value === null ? "–" : read(value)));
  const text = `${spec.signal}: ${values.join(", ")}`;
  return (
    <figure class="plot chart">
      <figcaption>
        <code>{spec.signal}</code>
        <output class="number">{pointed
          ? timeAndZone(new Date(pointed.at).toISOString()) : ""}</output>
      </figcaption>
      {here ? <div ref={place} class="canvas chart" role="img" aria-label={text} />
        : <p class="no-samples chart soft">{error ? say.failed : measured ? say.empty : say.loading}
        </p>}
      <Values spec={spec} values={pointed?.values ?? now} read={read} />
    </figure>
  );
}
