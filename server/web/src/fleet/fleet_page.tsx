import { useMemo } from "preact/hooks";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { hashOf, hostAddress, type FleetView } from "../state/address";
import { now } from "../state/clock";
import { hosts } from "../state/hosts";
import { openIncidents } from "../state/incidents";
import { link } from "../state/live";
import { goTo } from "../state/route";
import { words, wordFor } from "../words/words";
import { Vitals } from "../now/summary";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { VirtualList } from "../parts/virtual_list";
import { groupable, groupsOf, linesOf, type Line, type Tile } from "./groups";
import { hostRisk, riskNames, risksOf, type Risk, type RiskName } from "./risk";
import { useColumns } from "./use_columns";

const tile_px = 168;
const gap_px = 6;
const line_px = 58;
/** Nearness changes by the clock too, but nobody needs it by the second. */
const step_ms = 10_000;

function riskText({ name, at }: Risk): string {
  const say = words();
  if (at === null || name === "now") return say.fleet.risk[name];
  return at < now.value ? say.anyMoment : say.in(duration(at - now.value, tongue()));
}

function TileView({ tile: { host, risk } }: { tile: Tile }) {
  return (
    <a class={`tile ${risk.name}`} href={hostAddress(host.name)} data-row={host.id}
      title={risk.incident?.title}>
      <span class="tile-name">{host.name}</span>
      <span class="tile-risk">{riskText(risk)}</span>
    </a>
  );
}

function LineView({ line, columns, place }: { line: Line; columns: number; place: object }) {
  const say = words().fleet;
  if (line.kind === "head") {
    return <li class="fleet-head" {...place}><h2>{line.name || say.ungrouped}</h2>
      <span class="soft">{words().summary.hosts(line.count)}</span></li>;
  }
  return (
    <li class="tiles" {...place}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {line.tiles.map((tile) => <TileView key={tile.host.id} tile={tile} />)}
    </li>
  );
}

/** How many hosts are how near to a disruption; each is a filter. */
function RiskFilter({ counts, view }: { counts: ReadonlyMap<RiskName, number>; view: FleetView }) {
  const say = words().fleet;
  return (
    <nav class="risk-filter" aria-label={say.filter}>
      {riskNames.filter((name) => (counts.get(name) ?? 0) > 0 || view.risk === name).map((name) => (
        <a key={name} class={`risk-count ${name}`}
          aria-current={view.risk === name ? "true" : undefined}
          href={hashOf({ page: "fleet", view: { ...view, risk: view.risk === name ? "" : name } })}>
          <span class="swatch-box" aria-hidden="true" />
          <strong>{counts.get(name) ?? 0}</strong> {say.riskLong[name]}</a>
      ))}
    </nav>
  );
}

function Controls({ view, facts }: { view: FleetView; facts: readonly string[] }) {
  const say = words().fleet;
  const change = (part: Partial<FleetView>) => goTo({ page: "fleet", view: { ...view, ...part } });
  return (
    <div class="filters">
      <select aria-label={say.group} value={view.group} class={view.group ? "set" : undefined}
        onChange={(event) => change({ group: event.currentTarget.value })}>
        <option value="">{say.group}</option>
        {facts.map((name) => <option key={name} value={name}>{wordFor({}, name)}</option>)}
      </select>
      <input type="search" aria-label={say.find} placeholder={say.find} value={view.text}
        onChange={(event) => change({ text: event.currentTarget.value.trim() })} />
    </div>
  );
}

function useTiles(): { all: Tile[]; counts: Map<RiskName, number> } {
  const step = Math.floor(now.value / step_ms);
  return useMemo(() => {
    const risks = risksOf(openIncidents.value, step * step_ms);
    const all = hosts.value.map((host) => ({ host, risk: hostRisk(host, risks) }));
    const counts = new Map<RiskName, number>();
    for (const { risk } of all) counts.set(risk.name, (counts.get(risk.name) ?? 0) + 1);
    return { all, counts };
  }, [hosts.value, openIncidents.value, step]);
}

function fits({ host, risk }: Tile, view: FleetView): boolean {
  if (view.risk && risk.name !== view.risk) return false;
  const whole = [host.name, ...Object.values(host.facts)].join("\n").toLowerCase();
  return view.text.toLowerCase().split(/\s+/).every((word) => whole.includes(word));
}

/** All hosts as a map: the nearer its disruption, the further ahead and the stronger a host. */
export function FleetPage({ view }: { view: FleetView }) {
  const say = words();
  const { all, counts } = useTiles();
  const { place, columns } = useColumns(tile_px, gap_px);
  const facts = useMemo(() => groupable(hosts.value), [hosts.value]);
  const lines = useMemo(() =>
    linesOf(groupsOf(all.filter((tile) => fits(tile, view)), view.group), columns),
  [all, view.group, view.risk, view.text, columns]);
  return (
    <>
      <PageHead title={say.fleet.title}><Vitals /></PageHead>
      <RiskFilter counts={counts} view={view} />
      {all.length > 0 ? <Controls view={view} facts={facts} /> : null}
      <div ref={place}>
        {lines.length > 0 ? (
          <VirtualList items={lines} keyOf={({ key }) => key} estimate_px={line_px} class="fleet"
            label={say.sections.hosts} render={(line, at) => (
              <LineView key={line.key} line={line} columns={columns} place={at} />
            )} />
        ) : <Nothing>{all.length > 0 ? say.fleet.none
          : link.value === "first" ? say.link.first : say.calm.noHosts}</Nothing>}
      </div>
    </>
  );
}
