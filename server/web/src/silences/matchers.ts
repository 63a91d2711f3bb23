import type { Matcher } from "../api/suppression_types";

/** One matcher a line, as people write them; empty lines say nothing. */
export function matchersOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

export function matcherText({ name, value, is_regex, is_equal }: Matcher): string {
  const sign = is_regex ? (is_equal === false ? "!~" : "=~") : (is_equal === false ? "!=" : "=");
  return `${name}${sign}"${value}"`;
}
