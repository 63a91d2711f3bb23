/** The colours of a plot, from the style sheet: canvas knows no custom properties. */
export interface Colors {
  line: string;
  band: string;
  grid: string;
  soft: string;
  limit: string;
  forecast: string;
  cone: string;
  onset: string;
  disruption: string;
}

const names = ["line", "band", "grid", "soft", "limit", "forecast", "cone", "onset",
  "disruption"] as const;

export function currentColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) =>
    [name, style.getPropertyValue(`--plot-${name}`).trim()])) as unknown as Colors;
}

/** For series that stand in one chart, told apart by more than hue where four are. */
export function seriesColors(): string[] {
  const style = getComputedStyle(document.documentElement);
  return [1, 2, 3, 4].map((number) => style.getPropertyValue(`--series-${number}`).trim());
}
