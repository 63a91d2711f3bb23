import { words } from "../words/words";

interface LegendProps {
  forecast: boolean;
  limit: boolean;
}

export function Legend({ forecast, limit }: LegendProps) {
  const say = words().plot;
  return (
    <ul class="legend">
      <li><i class="swatch line" />{say.legendMeasured}</li>
      {forecast ? <li><i class="swatch forecast" />{say.legendForecast}</li> : null}
      {limit ? <li><i class="swatch limit" />{say.legendLimit}</li> : null}
    </ul>
  );
}
