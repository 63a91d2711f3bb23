import { getForecasts } from "../api/client";
import type { Forecasts } from "../api/forecast_types";
import { useLoaded, type Loaded } from "../state/use_loaded";

const refresh_ms = 15_000;

/** What is announced and the record, fetched again while it is looked at. */
export const useForecasts = (): Loaded<Forecasts> =>
  useLoaded("forecasts", getForecasts, refresh_ms);
