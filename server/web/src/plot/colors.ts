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
}

const names = ["line", "band", "grid", "soft", "limit", "forecast", "cone", "onset"] as const;

export function currentColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) =>
    [name, style.getPropertyValue(`--plot-${name}`).trim()])) as unknown as Colors;
}

/** Calls back when the reader's scheme turns light or dark. Returns how to stop. */
export function onSchemeChange(callback: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", callback);
  return () => dark.removeEventListener("change", callback);
}
