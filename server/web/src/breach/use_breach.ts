import { useEffect, useState } from "preact/hooks";
import { ApiError, change, get } from "../api/client";
import type { Breach } from "../api/breach_types";
import { attempt } from "../state/actions";
import { learnBreach } from "../state/breaches";
import { generation } from "../state/live";
import type { Loaded } from "../state/use_loaded";

/** Does something to the breach. True once the server has kept it. */
export type BreachAct = (path: string, body: Record<string, string>) => Promise<boolean>;

const pathOf = (id: string) => `/breaches/${encodeURIComponent(id)}`;

/**
 * One breach, and how to change it. Each look is on record, so it is fetched once, again only when
 * that failed, and kept current by the answers to what is done to it.
 */
export function useBreach(id: string): { loaded: Loaded<Breach>; act: BreachAct } {
  const [loaded, setLoaded] = useState<Loaded<Breach>>({ value: null, error: null });
  const tries = loaded.value ? 0 : generation.value;
  useEffect(() => {
    if (loaded.value) return undefined;
    let current = true;
    get<Breach>(pathOf(id)).then(
      (value) => { if (current) setLoaded({ value, error: null }); },
      (error: unknown) => {
        if (current && error instanceof ApiError) setLoaded({ value: null, error });
      });
    return () => { current = false; };
  }, [id, tries]);
  const act: BreachAct = async (path, body) => {
    const next = await attempt(`breach ${path}`, path, (actor) =>
      change<Breach>("POST", `${pathOf(id)}/${path}`, { actor, ...body }));
    if (!next) return false;
    setLoaded({ value: next, error: null });
    learnBreach(next);
    return true;
  };
  return { loaded, act };
}
