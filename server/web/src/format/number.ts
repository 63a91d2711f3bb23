const binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** What a signal's name says it is measured in: its last word (`…used_bytes`). */
export function unitOfSignal(signal: string): string {
  const aspect = signal.slice(signal.lastIndexOf(".") + 1);
  if (aspect.endsWith("bytes_per_second")) return "bytes_per_second";
  if (aspect.endsWith("per_second")) return "per_second";
  if (/_avg\d+$/.test(aspect)) return "percent";
  return /(?:^|_)(bytes|ratio|seconds|count)$/.exec(aspect)?.[1] ?? "";
}

function plain(value: number, locale: string, digits: number): string {
  return new Intl.NumberFormat(locale, { maximumSignificantDigits: digits }).format(value);
}

function whole(value: number, locale: string): string {
  const maximumFractionDigits = Math.abs(value) < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { maximumFractionDigits }).format(value);
}

function bytes(value: number, locale: string): string {
  const magnitude = Math.abs(value);
  const power = magnitude < 1024 ? 0
    : Math.min(binary.length - 1, Math.floor(Math.log2(magnitude) / 10));
  return `${plain(value / 1024 ** power, locale, 4)} ${binary[power]}`;
}

function ratio(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 })
    .format(value);
}

function seconds(value: number, locale: string): string {
  return Math.abs(value) < 1
    ? `${plain(value * 1000, locale, 3)} ms` : `${plain(value, locale, 3)} s`;
}

/** What a signal counts, after the middle of its name: `process.files.open_count` counts files. */
function counted(signal: string): string {
  const parts = signal.split(".");
  const middle = parts.length > 2 ? parts[parts.length - 2] : "";
  const thing = middle === "average" ? parts[0] : middle;
  return thing ? ` ${thing.replaceAll("_", " ")}` : "";
}

/** A measured value as people read it, with its unit: "3.2 GiB", "81 %", "1,024 files". A count
 *  needs its signal to say of what; on an axis, which bears the signal's name, it does without. */
export function quantity(value: number, unit: string, locale: string, signal = ""): string {
  switch (unit) {
    case "bytes": return bytes(value, locale);
    case "bytes_per_second": return `${bytes(value, locale)}/s`;
    case "per_second": return `${plain(value, locale, 3)}/s`;
    case "ratio": return ratio(value, locale);
    case "seconds": return seconds(value, locale);
    case "percent": return ratio(value / 100, locale);
    default: return `${whole(value, locale)}${counted(signal)}`;
  }
}

/** A share from 0 to 1 as a whole percentage. */
export function percent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 })
    .format(share);
}
