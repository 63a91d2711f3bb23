import { useEffect, useState } from "preact/hooks";
import { ApiError, getIncident } from "../api/client";
import type { IncidentDetail } from "../api/types";
import { incidentNamed, incidents, learnIncidents } from "../state/incidents";
import { generation } from "../state/live";

/** References are for people ("INC-000042"), the API takes ids and numbers. */
export function apiName(name: string): string {
  const number = /^INC-0*(\d+)$/i.exec(name)?.[1];
  return number ?? name;
}

/** The revision that the live list has of it: when that grows, there is more to fetch. */
function knownRevision(name: string): number {
  return incidentNamed(name)?.revision ?? 0;
}

interface Loaded {
  incident: IncidentDetail | null;
  error: ApiError | null;
}

const settle_ms = 150;
const nothing: Loaded = { incident: null, error: null };

/** One incident in full, kept current. While a newer one loads, the older one stays. */
export function useIncident(name: string): Loaded {
  const [loaded, setLoaded] = useState<Loaded & { name: string }>({ ...nothing, name });
  const revision = knownRevision(name);
  const reconnects = generation.value;
  useEffect(() => {
    let current = true;
    const load = () => getIncident(apiName(name)).then((incident) => {
      if (!current) return;
      learnIncidents([incident]);
      setLoaded({ incident, error: null, name });
    }, (error: unknown) => {
      if (!current || !(error instanceof ApiError)) return;
      setLoaded((before) => ({
        // What is not there any more is not shown either.
        incident: before.name === name && error.status !== 404 ? before.incident : null,
        error, name,
      }));
    });
    // Changes that follow one another quickly are fetched once; the first look is not delayed.
    const timer = setTimeout(load, loaded.name === name && loaded.incident ? settle_ms : 0);
    return () => { current = false; clearTimeout(timer); };
  }, [name, revision, reconnects]);
  if (loaded.name !== name) return nothing;
  const incident = loaded.incident && { ...loaded.incident, ...newest(loaded.incident) };
  return { incident, error: loaded.error };
}

/** The list may already know a newer summary than the details that were fetched. */
function newest(detail: IncidentDetail): Partial<IncidentDetail> {
  const known = incidents.value.get(detail.id);
  return known && known.revision > detail.revision ? known : {};
}
