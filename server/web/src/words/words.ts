import { computed } from "@preact/signals";
import { language } from "../state/settings";
import { en, type Words } from "./en";
import { th } from "./th";

/** To add a language: one file beside en.ts of the same shape, and its line here. */
export const languages: Record<string, Words> = { en, th };

function fromBrowser(): string {
  const wanted = navigator.languages.map((tag) => tag.split("-")[0] ?? "");
  return wanted.find((tag) => tag in languages) ?? "en";
}

/** The code of the language in use; also what Intl is asked for. */
export const locale = computed(() =>
  language.value in languages ? language.value : fromBrowser());

const current = computed(() => languages[locale.value] ?? en);

/** The words in use. Read while rendering, so that a change of language redraws. */
export function words(): Words {
  return current.value;
}

/** The word for a code that the server said; a code too new for this page is shown as it is. */
export function wordFor(table: Record<string, string>, code: string): string {
  return Object.hasOwn(table, code) ? table[code] ?? code : code.replaceAll("_", " ");
}
