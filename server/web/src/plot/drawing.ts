import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { currentColors, type Colors } from "./colors";
import type { Columns } from "./columns";
import { drawBands, drawMarks, type Marks } from "./marks";

/** All that a plot needs; times in milliseconds. */
export interface Picture {
  columns: Columns;
  from: number;
  to: number;
  height: [number, number];
  marks: Marks;
  value(value: number): string;
  /** Ticks on round multiples of 1,024 rather than of ten. */
  binary: boolean;
  time(at: number, withSeconds: boolean): string;
  /** Of the whole plot, with its axes. */
  height_px: number;
  /** Plots of one name share the pointer. */
  sync: string;
  /** Somebody marked a span to look at, in milliseconds; without this nothing can be marked. */
  zoomed?(from: number, to: number): void;
  /** The pointer is over this measured value; null when it left. */
  pointed(at: number | null, value: number | null): void;
}

const letter_px = 7;
const select_min_px = 8;
const powersOfTwo = Array.from({ length: 62 }, (_, power) => 2 ** power);

/** The text decides, within bounds: plots that stand above each other begin at the same place. */
function axisWidth(_plot: uPlot, values: string[] | null): number {
  const longest = Math.max(...(values ?? []).map((text) => text.length), 3);
  return Math.min(90, Math.max(62, longest * letter_px + 14));
}

function axes(picture: Picture, colors: Colors): uPlot.Axis[] {
  const look = {
    stroke: colors.soft, font: "11px system-ui, sans-serif",
    grid: { stroke: colors.grid, width: 1 }, ticks: { stroke: colors.grid, width: 1, size: 4 },
  };
  return [
    { ...look, space: 76, size: 30, values: (_plot, splits, _axis, _space, step) =>
      splits.map((at) => picture.time(at * 1_000, step < 60)) },
    { ...look, space: picture.height_px < 200 ? 28 : 36, size: axisWidth,
      values: (_plot, splits) => splits.map(picture.value),
      ...(picture.binary ? { incrs: powersOfTwo } : {}) },
  ];
}

/** A canvas in `place` that shows `current()` and follows it on `refresh`. */
export class Drawing {
  private readonly plot: uPlot;
  private readonly watcher: ResizeObserver;

  constructor(place: HTMLElement, private readonly current: () => Picture) {
    const picture = current();
    const colors = currentColors();
    const hidden = { stroke: "transparent", points: { show: false } };
    this.plot = new uPlot({
      width: place.clientWidth || 600,
      height: picture.height_px,
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, sync: { key: picture.sync },
        drag: { x: Boolean(picture.zoomed), y: false, setScale: false } },
      scales: {
        x: { time: true, range: () => [current().from / 1_000, current().to / 1_000] },
        y: { range: () => current().height },
      },
      axes: axes(picture, colors),
      series: [{},
        { stroke: colors.line, width: 2, points: { show: false } },
        hidden, hidden],
      bands: [{ series: [3, 2], fill: colors.band }],
      hooks: {
        drawClear: [(plot) => drawBands(plot, current().marks.bands ?? [], colors)],
        draw: [(plot) => drawMarks(plot, current().marks, colors)],
        setSelect: [(plot) => this.zoom(plot)],
        setCursor: [(plot) => this.point(plot.cursor.idx ?? null)],
      },
    }, picture.columns, place);
    this.watcher = new ResizeObserver(() => {
      const width = place.clientWidth;
      if (width > 0) this.plot.setSize({ width, height: picture.height_px });
    });
    this.watcher.observe(place);
  }

  private point(place: number | null): void {
    const { columns, pointed } = this.current();
    const at = place === null ? undefined : columns[0][place];
    pointed(at === undefined ? null : at * 1_000,
      place === null ? null : columns[1][place] ?? null);
  }

  private zoom(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < select_min_px) return;
    const at = (x: number) => plot.posToVal(x, "x") * 1_000;
    const [from, to] = [at(left), at(left + width)];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.current().zoomed?.(from, to);
  }

  refresh(): void {
    this.plot.setData(this.current().columns);
  }

  end(): void {
    this.watcher.disconnect();
    this.plot.destroy();
  }
}
