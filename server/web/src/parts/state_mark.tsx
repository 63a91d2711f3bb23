import { Icon, type IconName } from "./icon";

/** How grave a state is: its colour only repeats the word and the sign. */
export type Tone = "good" | "coming" | "bad" | "quiet";

const signs: Record<Tone, IconName> = {
  good: "ended", coming: "impending", bad: "occurring", quiet: "away",
};

export function StateMark({ tone, text, icon }:
{ tone: Tone; text: string; icon?: IconName | undefined }) {
  return <span class={`mark ${tone}`}><Icon name={icon ?? signs[tone]} />{text}</span>;
}
