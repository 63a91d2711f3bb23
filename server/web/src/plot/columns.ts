import type { SamplePoint } from "../api/host_types";

/** As uPlot wants them: times in seconds, then last, least and greatest; null is a gap. */
export type Columns = [number[], (number | null)[], (number | null)[], (number | null)[]];

/** A distance so many times the usual one is a gap: nothing was measured there. */
const gap_factor = 4;

function usualDistance(points: readonly SamplePoint[]): number {
  const distances = points.slice(1).map((point, place) => point[0] - (points[place]?.[0] ?? 0));
  distances.sort((one, other) => one - other);
  return distances[Math.floor(distances.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Columns of points, with a gap wherever measuring had stopped: no line is drawn over it. */
export function columnsOf(points: readonly SamplePoint[]): Columns {
  const columns: Columns = [[], [], [], []];
  const gap = usualDistance(points) * gap_factor;
  let before = Number.POSITIVE_INFINITY;
  for (const [at, min, last, max] of points) {
    if (at - before > gap) {
      columns[0].push((at + before) / 2);
      columns[1].push(null);
      columns[2].push(null);
      columns[3].push(null);
    }
    columns[0].push(at);
    columns[1].push(last);
    columns[2].push(min);
    columns[3].push(max);
    before = at;
  }
  return columns;
}

/** Room for all that is drawn, the limit included; zero is the floor unless that flattens all. */
export function heightOf(points: readonly SamplePoint[],
  others: readonly number[]): [number, number] {
  let least = Math.min(...others);
  let greatest = Math.max(...others);
  for (const [, min, , max] of points) {
    least = Math.min(least, min ?? least);
    greatest = Math.max(greatest, max ?? greatest);
  }
  if (!Number.isFinite(least) || !Number.isFinite(greatest)) return [0, 1];
  const span = greatest - least || Math.abs(greatest) || 1;
  const floor = least >= 0 && least < span * 1.5 ? 0 : least - span * 0.1;
  return [floor, greatest + (greatest - floor) * 0.12];
}
