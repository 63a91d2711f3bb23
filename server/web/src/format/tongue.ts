import { now } from "../state/clock";
import { locale, words } from "../words/words";
import { age, clockTime, duration, fullTime, interval, zoneName, type Tongue } from "./time";

/** The language in use, for formats. Read while rendering. */
export function tongue(): Tongue {
  return { words: words(), locale: locale.value };
}

export const ageOf = (iso: string) => age(Date.parse(iso), now.value, tongue());
export const lengthSince = (iso: string) => duration(now.value - Date.parse(iso), tongue());
export const timeOf = (iso: string) => clockTime(Date.parse(iso), now.value, locale.value);
export const zone = () => zoneName(locale.value);
export const timeAndZone = (iso: string) => `${timeOf(iso)} ${zone()}`;
export const fullTimeOf = (iso: string) => fullTime(Date.parse(iso), locale.value);

/** "between 6 and 11 min", from now. */
export function windowOf(earliest: string, latest: string): string {
  return interval(Date.parse(earliest) - now.value, Date.parse(latest) - now.value, tongue());
}
