/** A piece of a line: its leading words ("Check:"), code between backticks, or plain text. */
export interface Part {
  kind: "lead" | "code" | "text";
  text: string;
}

export type Block = { kind: "command"; text: string } | { kind: "line"; parts: Part[] };

const indented = /^(?: {4}|\t)/;
const leading = /^\p{Lu}[\p{L} ]{1,30}:/u;

function partsOf(line: string): Part[] {
  const lead = leading.exec(line)?.[0] ?? "";
  const pieces = line.slice(lead.length).split("`");
  // An odd number of backticks leaves the last one without its mate: plain text.
  if (pieces.length % 2 === 0) pieces.push(`\`${pieces.pop() ?? ""}`);
  const rest = pieces.map((text, place): Part => (
    { kind: place % 2 === 1 && place < pieces.length - 1 ? "code" : "text", text }));
  return [{ kind: "lead" as const, text: lead }, ...rest].filter(({ text }) => text !== "");
}

/** Guides are plain text: a line is a paragraph, lines indented by four are a command. */
export function guideBlocks(guide: string): Block[] {
  const blocks: Block[] = [];
  for (const line of guide.split("\n")) {
    const before = blocks[blocks.length - 1];
    if (indented.test(line)) {
      const text = line.replace(indented, "");
      if (before?.kind === "command") before.text += `\n${text}`;
      else blocks.push({ kind: "command", text });
    } else if (line.trim()) {
      blocks.push({ kind: "line", parts: partsOf(line.trim()) });
    }
  }
  return blocks;
}
