import type { ServiceDetail } from "../api/service_types";
import { serviceAddress } from "../state/address";
import { words } from "../words/words";
import { layersOf, type Edge } from "./layers";
import { serviceTones } from "./service_marks";

const box = { width: 168, height: 48, gap_x: 20, gap_y: 44, margin: 6 };
const title_max = 20;
/** Smaller its text could not be read: then it scrolls. */
const shrink_min = 0.75;

interface Spot {
  service: ServiceDetail;
  x: number;
  y: number;
}

const cut = (text: string) => (text.length > title_max ? `${text.slice(0, title_max - 1)}…` : text);

function edgesOf(services: readonly ServiceDetail[]): Edge[] {
  const edges = new Map<string, Edge>();
  const add = (from: string, to: string, learned: boolean) => {
    const known = edges.get(`${from}\n${to}`);
    edges.set(`${from}\n${to}`, { from, to, learned: learned && (known?.learned ?? true) });
  };
  for (const { name, depends_on: needs, needed_by: needed } of services) {
    needs.forEach(({ service, source }) => add(name, service, source === "learned"));
    needed.forEach(({ service, source }) => add(service, name, source === "learned"));
  }
  return [...edges.values()];
}

function spotsOf(services: readonly ServiceDetail[], edges: readonly Edge[]) {
  const byName = new Map(services.map((service) => [service.name, service]));
  const layers = layersOf([...byName.keys()], edges);
  const widest = Math.max(1, ...layers.map((row) => row.length));
  const step_x = box.width + box.gap_x;
  const spots = new Map<string, Spot>();
  layers.forEach((row, y) => row.forEach((name, x) => {
    const service = byName.get(name);
    if (!service) return;
    spots.set(name, { service,
      x: box.margin + (x + (widest - row.length) / 2) * step_x,
      y: box.margin + y * (box.height + box.gap_y) });
  }));
  return { spots, width: widest * step_x - box.gap_x + 2 * box.margin,
    height: layers.length * (box.height + box.gap_y) - box.gap_y + 2 * box.margin };
}

function Arrow({ from, to, learned }: { from: Spot; to: Spot; learned: boolean }) {
  const x1 = from.x + box.width / 2;
  const y1 = from.y + box.height;
  const x2 = to.x + box.width / 2;
  const y2 = to.y - 5;
  const bend = Math.max(14, Math.abs(y2 - y1) / 2);
  return <path class={learned ? "edge learned" : "edge"} marker-end="url(#arrow)"
    d={`M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`} />;
}

function Node({ spot: { service, x, y }, marked }: { spot: Spot; marked: boolean }) {
  const say = words().service;
  const { name, title, state } = service;
  return (
    <a href={serviceAddress(name)} class={`node ${serviceTones[state]} ${marked ? "marked" : ""}`}>
      <rect x={x} y={y} width={box.width} height={box.height} rx="8" />
      <rect class="edge-of" x={x} y={y + 8} width="4" height={box.height - 16} rx="2" />
      <text x={x + 14} y={y + 20} class="node-name">{cut(title || name)}</text>
      <text x={x + 14} y={y + 37} class="node-state">{say.state[state]}</text>
    </a>
  );
}

/** Who needs whom: what is needed stands below. Each box says its state in a word. */
export function DependencyGraph({ services, marked = [] }:
{ services: readonly ServiceDetail[]; marked?: readonly string[] }) {
  const say = words().service;
  const edges = edgesOf(services);
  const { spots, width, height } = spotsOf(services, edges);
  const drawn = edges.filter(({ from, to }) => spots.has(from) && spots.has(to));
  return (
    <figure class="graph">
      <div class="scroll" role="region" aria-label={say.graph} tabIndex={0}>
        <svg viewBox={`0 0 ${width} ${height}`}
          style={{ maxWidth: `${width}px`, minWidth: `${width * shrink_min}px` }}
          aria-label={say.graphText(spots.size, drawn.length)} role="group">
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
              orient="auto"><path d="M0 0 8 4 0 8z" class="arrow-head" /></marker>
          </defs>
          {drawn.map((edge) => {
            const from = spots.get(edge.from);
            const to = spots.get(edge.to);
            return from && to ? <Arrow key={`${edge.from} ${edge.to}`} from={from} to={to}
              learned={edge.learned} /> : null;
          })}
          {[...spots.values()].map((spot) => (
            <Node key={spot.service.name} spot={spot} marked={marked.includes(spot.service.name)} />
          ))}
        </svg>
      </div>
      <figcaption class="legend">
        <span class="with-icon"><i class="swatch edge-declared" />{say.declared}</span>
        <span class="with-icon"><i class="swatch edge-learned" />{say.learned}</span>
      </figcaption>
    </figure>
  );
}
