export type Rule = "weekly" | "daily" | "monthly" | "cron" | "rrule";
export const rules: readonly Rule[] = ["weekly", "daily", "monthly", "cron", "rrule"];

interface Asked {
  rule: Rule;
  /** On the clocks of the window's zone: "2026-05-03T02:00". */
  first: string;
  /** The fields of cron, or the rule of RFC 5545. */
  text: string;
}

/** How often it comes, as the server takes it; null while something is missing. */
export function recurrenceOf({ rule, first, text }: Asked) {
  if (rule === "cron") return text.trim() ? { cron: text.trim() } : null;
  if (!first) return null;
  if (rule === "rrule") return text.trim() ? { rrule: text.trim(), first } : null;
  return { rrule: `FREQ=${rule.toUpperCase()}`, first };
}
