import type { Incident } from "../api/types";
import type { Filter } from "../state/address";

export const nobody = "none";

function says(incident: Incident, text: string): boolean {
  const all = [incident.reference, incident.title, incident.sentence, incident.owner,
    ...incident.hosts, ...incident.components].join("\n").toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

const owned = (incident: Incident, owner: string) =>
  (owner === nobody ? !incident.owner : incident.owner === owner);

/** Those that the filter lets through, in the order in which they came. */
export function matching(list: readonly Incident[], filter: Filter): Incident[] {
  const { priorities, host, phase, category, owner, text } = filter;
  return list.filter((incident) =>
    (priorities.length === 0 || priorities.includes(incident.priority))
    && (!host || incident.hosts.includes(host))
    && (!phase || incident.phase === phase)
    && (!category || incident.category === category)
    && (!owner || owned(incident, owner))
    && (!text || says(incident, text)));
}
