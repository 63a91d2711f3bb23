import type uPlot from "uplot";
import type { Forecast } from "../api/types";
import type { Colors } from "./colors";

/** What is drawn over the measured line. Times in milliseconds. */
export interface Marks {
  limit: { value: number; text: string } | null;
  forecast: Forecast | null;
  moments: { at: number; text: string; strong?: "onset" | "disruption" }[];
  /** Times in which something was wrong; `own` where this very signal says so. */
  bands?: { from: number; to: number; happening: boolean; own: boolean }[];
}

const text_gap = 5;

class Pen {
  readonly ratio: number;

  constructor(readonly plot: uPlot, readonly colors: Colors) {
    this.ratio = devicePixelRatio;
  }

  x(at_ms: number): number {
    return this.plot.valToPos(at_ms / 1_000, "x", true);
  }

  y(value: number): number {
    return this.plot.valToPos(value, "y", true);
  }

  line(points: [number, number][], color: string, dash: number[] = []): void {
    const { ctx } = this.plot;
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.5 * this.ratio;
    ctx.setLineDash(dash.map((length) => length * this.ratio));
    ctx.beginPath();
    points.forEach(([x, y], place) => (place === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
    ctx.stroke();
    ctx.setLineDash([]);
  }

  /** Kept inside of the plot: text that would leave it on the right turns to the left. */
  text(text: string, x: number, y: number, color: string): void {
    const { ctx, bbox } = this.plot;
    ctx.font = `${11 * this.ratio}px system-ui, sans-serif`;
    ctx.fillStyle = color;
    ctx.textBaseline = "alphabetic";
    const gap = text_gap * this.ratio;
    const fits = x + gap + ctx.measureText(text).width < bbox.left + bbox.width;
    ctx.textAlign = fits ? "left" : "right";
    ctx.fillText(text, fits ? x + gap : x - gap, y);
  }
}

function drawForecast(pen: Pen, forecast: Forecast): void {
  if (forecast.level === null || forecast.limit === null) return;
  const { ctx } = pen.plot;
  const start: [number, number] = [pen.x(Date.parse(forecast.made_at)), pen.y(forecast.level)];
  const height = pen.y(forecast.limit);
  const end = (iso: string): [number, number] => [pen.x(Date.parse(iso)), height];
  ctx.fillStyle = pen.colors.cone;
  ctx.beginPath();
  ctx.moveTo(...start);
  ctx.lineTo(...end(forecast.earliest_at));
  ctx.lineTo(...end(forecast.latest_at));
  ctx.closePath();
  ctx.fill();
  pen.line([start, end(forecast.expected_at)], pen.colors.forecast, [6, 4]);
  ctx.fillStyle = pen.colors.forecast;
  ctx.beginPath();
  ctx.arc(...end(forecast.expected_at), 4 * pen.ratio, 0, 2 * Math.PI);
  ctx.fill();
}

function drawMoments(pen: Pen, moments: Marks["moments"]): void {
  const { bbox } = pen.plot;
  let row = 0;
  for (const { at, text, strong } of moments) {
    const x = pen.x(at);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const color = strong ? pen.colors[strong] : pen.colors.soft;
    pen.line([[x, bbox.top], [x, bbox.top + bbox.height]], color, strong ? [] : [2, 3]);
    // Each on a row of its own: moments may stand close together.
    pen.text(text, x, bbox.top + bbox.height - (8 + row * 14) * pen.ratio, color);
    row += 1;
  }
}

/** Below everything: when something was wrong on this host. */
export function drawBands(plot: uPlot, bands: NonNullable<Marks["bands"]>, colors: Colors): void {
  const { ctx, bbox } = plot;
  const pen = new Pen(plot, colors);
  const right = bbox.left + bbox.width;
  for (const { from, to, happening, own } of bands) {
    const x1 = Math.max(bbox.left, pen.x(from));
    const x2 = Math.min(right, Math.max(pen.x(to), pen.x(from) + 2 * pen.ratio));
    if (x2 <= x1) continue;
    ctx.save();
    ctx.fillStyle = happening ? colors.disruption : colors.forecast;
    ctx.globalAlpha = own ? 0.2 : 0.07;
    ctx.fillRect(x1, bbox.top, x2 - x1, bbox.height);
    ctx.globalAlpha = own ? 0.9 : 0.35;
    ctx.fillRect(x1, bbox.top, x2 - x1, 3 * pen.ratio);
    ctx.restore();
  }
}

export function drawMarks(plot: uPlot, marks: Marks, colors: Colors): void {
  const pen = new Pen(plot, colors);
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  if (marks.forecast) drawForecast(pen, marks.forecast);
  if (marks.limit) {
    const y = pen.y(marks.limit.value);
    pen.line([[bbox.left, y], [bbox.left + bbox.width, y]], colors.limit);
    const above = y - bbox.top > 16 * pen.ratio;
    pen.text(marks.limit.text, bbox.left, y + (above ? -text_gap : 14) * pen.ratio, colors.limit);
  }
  drawMoments(pen, marks.moments);
  ctx.restore();
}
