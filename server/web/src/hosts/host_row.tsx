import type { Host, Presence } from "../api/host_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { everything, hashOf } from "../state/address";
import { words, wordFor } from "../words/words";
import { Icon, type IconName } from "../parts/icon";
import { Moment } from "../parts/moment";
import { HostDetails } from "./host_details";

const icons: Record<Presence, IconName> = {
  present: "present", expected_away: "away", lost: "lost",
};

/** Differences below this are the network's, not the clock's. */
const skew_noticed_ms = 1_000;

function skewText(seconds: number): string {
  const say = words().host;
  const ms = Math.abs(seconds) * 1_000;
  if (ms < skew_noticed_ms) return say.skewNone;
  const length = duration(ms, tongue());
  return seconds > 0 ? say.ahead(length) : say.behind(length);
}

function PresenceMark({ host }: { host: Host }) {
  const say = words().host;
  const reason = host.presence === "expected_away"
    ? wordFor(say.goodbye, host.goodbye) : "";
  return (
    <span class={`mark ${host.presence}`}>
      <Icon name={icons[host.presence] ?? "lost"} />
      <span>{wordFor(say.presence, host.presence)}{reason ? ` (${reason})` : ""}</span>
    </span>
  );
}

export function HostRow({ host }: { host: Host }) {
  const say = words().host;
  const incidents = hashOf({ page: "now", filter: { ...everything, host: host.name } });
  return (
    <li class={`row host ${host.presence}`}>
      <div class="row-text">
        <h2 class="host-name">{host.name}</h2>
        <div class="row-facts">
          <PresenceMark host={host} />
          <span>{say.lastSeen} <Moment at={host.last_seen} as="age" /></span>
          <span>{say.skew} {skewText(host.clock_skew_seconds)}</span>
          {host.facts.kernel ? <span class="number">{host.facts.kernel}</span> : null}
        </div>
        <HostDetails host={host} />
      </div>
      {host.open_incidents > 0
        ? <a class="host-incidents" href={incidents}>{say.incidents(host.open_incidents)}</a>
        : <span class="host-incidents soft">{say.incidents(0)}</span>}
    </li>
  );
}
