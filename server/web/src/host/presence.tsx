import type { Host, Presence } from "../api/host_types";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { words, wordFor } from "../words/words";
import { Icon, type IconName } from "../parts/icon";

const icons: Record<Presence, IconName> = {
  present: "present", expected_away: "away", lost: "lost", revoked: "close",
};

/** Differences below this are the network's, not the clock's. */
const skew_noticed_ms = 1_000;

export function skewText(seconds: number): string {
  const say = words().host;
  const ms = Math.abs(seconds) * 1_000;
  if (ms < skew_noticed_ms) return say.skewNone;
  const length = duration(ms, tongue());
  return seconds > 0 ? say.ahead(length) : say.behind(length);
}

export function PresenceMark({ host }: { host: Host }) {
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
