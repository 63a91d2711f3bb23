import { signal } from "@preact/signals";

// Kept in this browser only. Private windows may refuse storage: then it lasts as long as the page.
function stored(key: string): string {
  try {
    return localStorage.getItem(`foreshock.${key}`) ?? "";
  } catch {
    return "";
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(`foreshock.${key}`, value);
  } catch {
    // The signal still holds it.
  }
}

function kept(key: string) {
  const value = signal(stored(key));
  value.subscribe((next) => { if (next !== stored(key)) store(key, next); });
  return value;
}

/** Who acknowledges, notes and resolves from this browser. */
export const actor = kept("actor");

/** Where a reporter on this browser is answered. */
export const contact = kept("contact");

/** "en" or "th"; empty: as the browser says. */
export const language = kept("language");

/** "light" or "dark"; empty: as the device says. */
export const theme = kept("theme");

/** The operator's token, where the server asks for one. */
export const token = kept("token");
