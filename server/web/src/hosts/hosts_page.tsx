import { link } from "../state/live";
import { hostsByGravity } from "../state/hosts";
import { words } from "../words/words";
import { Vitals } from "../now/summary";
import { HostRow } from "./host_row";

/** Every host that ever reported, the silent ones first. */
export function HostsPage() {
  const say = words();
  const all = hostsByGravity.value;
  return (
    <>
      <div class="summary">
        <h1>{say.sections.hosts}</h1>
        <Vitals />
      </div>
      {all.length === 0
        ? <p class="soft">{link.value === "first" ? say.link.first : say.calm.noHosts}</p> : null}
      <ul class="rows" aria-label={say.sections.hosts}>
        {all.map((host) => <HostRow key={host.id} host={host} />)}
      </ul>
    </>
  );
}
