import type { LearnedLimit } from "../api/judgement_types";

/** `disk sda`: what tells a series from others of its signal. */
export function labelsText(labels: Record<string, string>): string {
  return Object.entries(labels).map(([name, value]) => `${name} ${value}`).join(", ");
}

const isMoved = ({ limit, pack_limit }: LearnedLimit) => limit !== pack_limit;

/** Those that the host has moved come first: they are what its people may wonder about. */
export function byMoved(limits: readonly LearnedLimit[]): LearnedLimit[] {
  return [...limits.filter(isMoved), ...limits.filter((each) => !isMoved(each))];
}
