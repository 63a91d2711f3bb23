import type { PackKind } from "../api/judgement_types";

/** Kinds that hold every word that is looked for, those whose name holds it first. */
export function kindsLike(kinds: readonly PackKind[], text: string): PackKind[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (where: string) => wanted.every((word) => where.toLowerCase().includes(word));
  const found = kinds.filter((each) => holds([each.kind, each.category, each.subcategory,
    each.disruption, each.impending, each.occurring, each.guide].join("\n")));
  const named = found.filter(({ kind }) => holds(kind));
  return [...named, ...found.filter((each) => !named.includes(each))];
}
