/** Something that the palette can do or go to. */
export interface Command {
  id: string;
  text: string;
  /** What kind of thing it is, in a word. */
  kind: string;
  run(): void;
}

const found_max = 12;

/** Every word of the question stands in the text, in any order; what begins with it comes first. */
export function matchingCommands(all: readonly Command[], question: string): Command[] {
  const parts = question.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = all.filter(({ text, kind }) => {
    const whole = `${text} ${kind}`.toLowerCase();
    return parts.every((part) => whole.includes(part));
  });
  const begins = ({ text }: Command) => (text.toLowerCase().startsWith(parts[0] ?? "") ? 0 : 1);
  return fits.sort((one, other) => begins(one) - begins(other)).slice(0, found_max);
}
