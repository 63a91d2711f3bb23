import { useEffect, useState } from "preact/hooks";
import { ApiError, getForecasts } from "../api/client";
import type { Forecasts } from "../api/forecast_types";
import { generation } from "../state/live";

const refresh_ms = 60_000;

interface Loaded {
  forecasts: Forecasts | null;
  error: ApiError | null;
}

/** The record of forecasts, fetched again every minute while it is looked at. */
export function useForecasts(): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ forecasts: null, error: null });
  const reconnects = generation.value;
  useEffect(() => {
    let current = true;
    const load = () => getForecasts().then(
      (forecasts) => { if (current) setLoaded({ forecasts, error: null }); },
      (error: unknown) => {
        if (!current || !(error instanceof ApiError)) return;
        setLoaded((before) => ({ ...before, error }));
      });
    void load();
    const timer = setInterval(() => void load(), refresh_ms);
    return () => { current = false; clearInterval(timer); };
  }, [reconnects]);
  return loaded;
}
