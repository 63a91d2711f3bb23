import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { SamplePoint } from "../api/host_types";
import { currentColors, seriesColors } from "./colors";
import { columnsOf } from "./columns";
import { drawBands, type Marks } from "./marks";

/** Several series of one unit in one chart. Times in milliseconds. */
export interface LinesPicture {
  series: readonly (readonly SamplePoint[])[];
  from: number;
  to: number;
  height_px: number;
  sync: string;
  bands: NonNullable<Marks["bands"]>;
  binary: boolean;
  /** A share of a whole: its height says something only from zero. */
  share: boolean;
  value(value: number): string;
  time(at: number, withSeconds: boolean): string;
  zoomed(from: number, to: number): void;
  /** The last values of all series under the pointer; null when it left. */
  pointed(at: number | null, values: (number | null)[]): void;
}

const columns_each = 3;
const select_min_px = 8;
const letter_px = 7;
const powersOfTwo = Array.from({ length: 62 }, (_, power) => 2 ** power);

/** All series on one row of times: last, least and greatest of each. */
function tableOf({ series }: LinesPicture): uPlot.AlignedData {
  const tables = series.map((points) => columnsOf(points) as uPlot.AlignedData);
  if (tables.length === 0) return [[]];
  // The second argument keeps a null that means a gap apart from a time that one series lacks.
  return tables.length === 1 ? tables[0] ?? [[]]
    : uPlot.join(tables, tables.map((table) => table.map(() => 2 as const)));
}

/** From zero: shares always, the rest unless that flattens everything. */
function heightOf(data: uPlot.AlignedData, share: boolean): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const column of data.slice(1)) {
    for (const value of column ?? []) {
      if (value === null || value === undefined) continue;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  }
  if (!Number.isFinite(least)) return [0, 1];
  const span = greatest - least || Math.abs(greatest) || 1;
  const floor = least >= 0 && (share || least < span * 3) ? 0 : least - span * 0.1;
  return [floor, greatest + (greatest - floor || span) * 0.1];
}

const axisWidth = (_plot: uPlot, values: string[] | null) => Math.min(84, Math.max(56,
  Math.max(...(values ?? []).map((text) => text.length), 3) * letter_px + 12));

function axes(picture: LinesPicture): uPlot.Axis[] {
  const { soft, grid } = currentColors();
  const look = { stroke: soft, font: "11px system-ui, sans-serif",
    grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1, size: 4 } };
  return [
    { ...look, space: 84, size: 28, values: (_plot, splits, _axis, _space, step) =>
      splits.map((at) => picture.time(at * 1_000, step < 60)) },
    { ...look, space: 30, size: axisWidth, values: (_plot, splits) => splits.map(picture.value),
      ...(picture.binary ? { incrs: powersOfTwo } : {}) },
  ];
}

export class LinesDrawing {
  private readonly plot: uPlot;
  private readonly watcher: ResizeObserver;
  private height: [number, number];

  constructor(place: HTMLElement, private readonly current: () => LinesPicture) {
    const picture = current();
    const colors = currentColors();
    const data = tableOf(picture);
    this.height = heightOf(data, picture.share);
    const lines = seriesColors();
    const paint = (at: number) => lines[at % lines.length] ?? colors.line;
    const hidden = { stroke: "transparent", points: { show: false } };
    this.plot = new uPlot({
      width: place.clientWidth || 500,
      height: picture.height_px,
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, sync: { key: picture.sync },
        drag: { x: true, y: false, setScale: false } },
      scales: {
        x: { time: true, range: () => [current().from / 1_000, current().to / 1_000] },
        y: { range: () => this.height },
      },
      axes: axes(picture),
      series: [{}, ...picture.series.flatMap((_each, at) => [
        { stroke: paint(at), width: 1.5, points: { show: false } }, hidden, hidden])],
      bands: picture.series.map((_each, at) => ({
        series: [at * columns_each + 3, at * columns_each + 2] as [number, number],
        fill: `color-mix(in srgb, ${paint(at)} 18%, transparent)` })),
      hooks: {
        drawClear: [(plot) => drawBands(plot, current().bands, colors)],
        setSelect: [(plot) => this.zoom(plot)],
        setCursor: [(plot) => this.point(plot.cursor.idx ?? null)],
      },
    }, data, place);
    this.watcher = new ResizeObserver(() => {
      if (place.clientWidth > 0) {
        this.plot.setSize({ width: place.clientWidth, height: picture.height_px });
      }
    });
    this.watcher.observe(place);
  }

  private zoom(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < select_min_px) return;
    const at = (x: number) => Math.round(plot.posToVal(x, "x") * 1_000);
    const [from, to] = [at(left), at(left + width)];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.current().zoomed(from, to);
  }

  private point(place: number | null): void {
    const { pointed, series } = this.current();
    const at = place === null ? undefined : this.plot.data[0][place];
    if (place === null || at === undefined) return pointed(null, []);
    pointed(at * 1_000, series.map((_each, number) =>
      this.plot.data[number * columns_each + 1]?.[place] ?? null));
  }

  refresh(): void {
    const data = tableOf(this.current());
    this.height = heightOf(data, this.current().share);
    this.plot.setData(data);
  }

  end(): void {
    this.watcher.disconnect();
    this.plot.destroy();
  }
}
