import { get, getIncident } from "../api/client";
import type { Incident, IncidentDetail } from "../api/types";
import { serverNow } from "../state/clock";
import { useLoaded, type Loaded } from "../state/use_loaded";

const refresh_ms = 30_000;
const incidents_max = 50;
/** Of so many the symptoms are asked for: the newest. */
const detailed_max = 10;

/** A time in which something was wrong on a host, and the signals that said so. */
export interface Band {
  from: number;
  to: number;
  happening: boolean;
  signals: string[];
  text: string;
}

function bandsOf(incident: IncidentDetail, host: string): Band[] {
  return incident.symptoms.filter((symptom) => symptom.host === host).map((symptom) => ({
    from: Date.parse(symptom.onset_at),
    to: symptom.cleared_at ? Date.parse(symptom.cleared_at) : serverNow(),
    happening: symptom.phase === "occurring",
    signals: symptom.evidence.map(({ signal }) => signal),
    text: symptom.sentence,
  }));
}

export interface HostHistory {
  incidents: Incident[];
  bands: Band[];
}

/** What was wrong on a host, the newest first. */
export function useHistory(host: string): Loaded<HostHistory> {
  return useLoaded(`history ${host}`, async () => {
    const query = new URLSearchParams({ host, state: "open,resolved,closed",
      limit: String(incidents_max) });
    const incidents = await get<Incident[]>(`/incidents?${query}`);
    incidents.sort((one, other) => other.opened_at.localeCompare(one.opened_at));
    const details = await Promise.all(incidents.slice(0, detailed_max)
      .map(({ id }) => getIncident(id).catch(() => null)));
    return { incidents,
      bands: details.flatMap((each) => (each ? bandsOf(each, host) : [])) };
  }, refresh_ms);
}
