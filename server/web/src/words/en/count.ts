const plural = new Intl.PluralRules("en");

/** "1 host", "1,200 hosts". */
export const count = (n: number, one: string, many: string) =>
  `${n.toLocaleString("en")} ${plural.select(n) === "one" ? one : many}`;
