import { useState } from "preact/hooks";
import { get, getText } from "../api/client";
import type { AuditEntry } from "../api/people_types";
import { useLoaded } from "../state/use_loaded";
import { words, wordFor } from "../words/words";
import { Listing } from "../parts/listing";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { saveFile } from "../parts/save_file";

const shown_max = 200;

function Row({ entry }: { entry: AuditEntry }) {
  const say = words().audit;
  return (
    <tr>
      <td><Moment at={entry.at} as="zoned" /></td>
      <th scope="row">{entry.actor || say.nobody}
        <span class="below soft">{wordFor(say.proof, entry.proof)} {entry.address}</span></th>
      <td><code>{entry.action}</code></td>
      <td>{entry.object}{entry.detail ? <span class="below soft">{entry.detail}</span> : null}</td>
      <td>{entry.outcome}</td>
    </tr>
  );
}

/** Who did what, newest first. It can be kept as CSV; nobody can change it. */
export function AuditPage() {
  const [actor, setActor] = useState("");
  const [object, setObject] = useState("");
  const say = words().audit;
  const query = new URLSearchParams({ limit: String(shown_max), ...(actor ? { actor } : {}),
    ...(object ? { object } : {}) }).toString();
  const loaded = useLoaded(query, () => get<AuditEntry[]>(`/audit?${query}`));
  const save = async () => saveFile("foreshock-audit.csv", "text/csv",
    await getText(`/audit?${query}&format=csv`));
  return (
    <>
      <PageHead title={words().sections.audit} beside={
        <button type="button" onClick={() => void save()}>{say.save}</button>}>{say.hint}</PageHead>
      <div class="filters">
        <input type="search" aria-label={say.actor} placeholder={say.actor} value={actor}
          onChange={(event) => setActor(event.currentTarget.value.trim())} />
        <input type="search" aria-label={say.object} placeholder={say.object} value={object}
          onChange={(event) => setObject(event.currentTarget.value.trim())} />
      </div>
      <section class="panel">
        <Loading of={loaded}>
          {(list) => (list.length === 0 ? <Nothing>{say.none}</Nothing> : (
            <Listing label={words().sections.audit} heads={say.heads} stacks>
              {list.map((entry) => <Row key={entry.sequence} entry={entry} />)}
            </Listing>
          ))}
        </Loading>
      </section>
    </>
  );
}
