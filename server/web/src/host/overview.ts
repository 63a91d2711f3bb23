import type { Series } from "../api/host_types";

/** One chart of a host: some series of one unit. */
export interface ChartSpec {
  key: string;
  signal: string;
  /** At most this many, where a signal has one for each device or mount. */
  series: Series[];
}

const series_max = 4;

/** What tells most about a host, in this order; what it does not have is left out. */
const overview = [
  "cpu.time.busy_ratio", "load.average.per_core_ratio", "cpu.pressure.some_avg10",
  "memory.ram.available_bytes", "memory.pressure.some_avg10", "memory.swap.used_bytes",
  "filesystem.space.used_bytes", "io.pressure.some_avg10", "disk.time.busy_ratio",
  "network.receive.bytes_per_second", "network.transmit.bytes_per_second",
];

/** What the agent itself costs. */
export const costSignals = [
  "agent.self.cpu_ratio", "agent.self.resident_bytes", "agent.self.tick_seconds",
  "agent.self.spool_bytes",
];

const unreal = /^(lo|loop\d+|ram\d+|veth.*|docker.*)$/;

const isReal = ({ labels }: Series) =>
  !Object.values(labels).some((value) => unreal.test(value));

function specOf(signal: string, all: readonly Series[]): ChartSpec | null {
  const own = all.filter((each) => each.signal === signal);
  const real = own.filter(isReal);
  const series = (real.length > 0 ? real : own).slice(0, series_max);
  return series.length > 0 ? { key: signal, signal, series } : null;
}

export const chartsFor = (signals: readonly string[], all: readonly Series[]): ChartSpec[] =>
  signals.map((signal) => specOf(signal, all)).filter((each) => each !== null);

/** The usual charts, with those that somebody asked for in front. */
export function overviewFor(all: readonly Series[], asked: readonly string[]): ChartSpec[] {
  return chartsFor([...asked, ...overview.filter((each) => !asked.includes(each))], all);
}

export const signalsOf = (all: readonly Series[]): string[] =>
  [...new Set(all.map(({ signal }) => signal))].sort();
