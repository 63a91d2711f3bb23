import { useState } from "preact/hooks";
import { get } from "../api/client";
import type { Breach } from "../api/breach_types";
import type { AuditEntry } from "../api/people_types";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";

const shown_max = 100;

function List({ breach }: { breach: Breach }) {
  const say = words();
  const path = `/breaches/${encodeURIComponent(breach.id)}/accesses`;
  const loaded = useLoaded(path, () => get<AuditEntry[]>(path));
  return (
    <Loading of={loaded}>
      {(list) => (
        <>
          <ol class="divided">
            {list.slice(0, shown_max).map((entry) => (
              <li key={entry.sequence}>
                <p><strong>{entry.actor || say.audit.nobody}</strong>{" "}
                  <code>{entry.action}</code></p>
                <p class="soft"><Moment at={entry.at} as="zoned" /> · {entry.outcome}
                  {entry.address ? ` · ${entry.address}` : ""}</p>
              </li>
            ))}
          </ol>
          {list.length > shown_max ? <p class="soft">{say.more(list.length - shown_max)}</p> : null}
        </>
      )}
    </Loading>
  );
}

/** Who looked at it. Asked for only when somebody wants it: this look is on record too. */
export function Accesses({ breach }: { breach: Breach }) {
  const [open, setOpen] = useState(false);
  const say = words().breach;
  return (
    <section class="panel">
      <h2>{say.accesses}</h2>
      <p class="soft">{say.accessesHint}</p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{say.showAccesses}</summary>
        {open ? <List breach={breach} /> : null}
      </details>
    </section>
  );
}
