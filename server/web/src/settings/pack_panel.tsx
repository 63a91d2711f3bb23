import { useMemo, useState } from "preact/hooks";
import { get } from "../api/client";
import type { PackKind, PackUse, Packs } from "../api/judgement_types";
import { hostAddress } from "../state/address";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { TextField } from "../parts/fields";
import { Loading } from "../parts/loading";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";
import { KindEntry } from "./kind_entry";
import { kindsLike } from "./kinds";

const kinds_shown = 20;

function Use({ use }: { use: PackUse }) {
  const say = words().packs;
  const beyond = use.host_count - use.hosts.length;
  return (
    <li>
      <div class="card-head">
        <div>
          <p><StateMark tone={use.stock ? "good" : "coming"}
            text={use.stock ? say.stock : say.differs} />{" "}
          <strong>{say.hosts(use.host_count)}</strong></p>
          <p class="row-facts">
            <span>{say.parts} {use.parts.map(({ name }) => name).join(" + ")}</span>
            <span>{say.kinds(use.kinds)}</span>
            <span>{say.agents(use.versions.join(", "))}</span>
            <span><code>{use.id}</code></span>
          </p>
        </div>
      </div>
      <details open={!use.stock && use.host_count <= 10}>
        <summary>{say.hosts(use.host_count)}</summary>
        <p class="row-facts">{use.hosts.map((name) => (
          <a key={name} href={hostAddress(name)}>{name}</a>))}
        {beyond > 0 ? <span>{say.more(beyond)}</span> : null}</p>
      </details>
    </li>
  );
}

function Kinds({ kinds }: { kinds: readonly PackKind[] }) {
  const [text, setText] = useState("");
  const say = words().packs;
  const found = useMemo(() => kindsLike(kinds, text), [kinds, text]);
  const shown = found.slice(0, kinds_shown);
  return (
    <>
      <h3>{say.book}</h3>
      <TextField type="search" label={say.find} hint={say.findHint} value={text}
        onChange={setText} max={100} />
      <p class="soft" role="status">{found.length === 0 ? say.notFound
        : say.found(shown.length, found.length)}</p>
      <ul class="divided kinds">
        {shown.map((each) => <KindEntry key={each.kind} kind={each} />)}
      </ul>
    </>
  );
}

/** Which packs hosts are judged by, and what the stock pack knows, kind by kind. */
export function PackPanel() {
  const say = words().packs;
  const loaded = useLoaded("packs", () => get<Packs>("/packs"));
  return (
    <section class="panel packs">
      <h2>{say.title}</h2>
      <Loading of={loaded}>
        {({ stock, used, hosts_silent: silent, kinds }) => (
          <>
            <p class="soft">{say.shipped(stock.version, stock.kinds, stock.id)}</p>
            <h3>{say.used}</h3>
            {used.length === 0 ? <Nothing>{say.nobody}</Nothing>
              : <ul class="divided">{used.map((each) => <Use key={each.id} use={each} />)}</ul>}
            {silent > 0 ? <p class="soft">{say.silent(silent)}</p> : null}
            <Kinds kinds={kinds} />
          </>
        )}
      </Loading>
    </section>
  );
}
