import { useState } from "preact/hooks";
import { change, get } from "../api/client";
import type { ApiToken, Role } from "../api/people_types";
import { attempt, send } from "../state/actions";
import { isPerson } from "../state/me";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { Command } from "../parts/command";
import { ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";
import { changed, changes } from "./changes";

const roles: readonly Role[] = ["viewer", "responder", "admin"];

function AddToken({ onClose, onMade }: { onClose(): void; onMade(token: ApiToken): void }) {
  const [label, setLabel] = useState("");
  const [role, setRole] = useState<string>("viewer");
  const [ttl, setTtl] = useState("90d");
  const [person, setPerson] = useState("");
  const say = words().tokens;
  const submit = async () => {
    const made = await attempt("new token", "POST", () => change<ApiToken>("POST", "/tokens",
      { label: label.trim(), role, ...(ttl ? { ttl } : {}),
        ...(person.trim() ? { person: person.trim() } : {}) }));
    if (made) onMade(made);
    return changed(made !== undefined);
  };
  return (
    <Form subject="new token" submit={say.make} onSubmit={submit} onClose={onClose}>
      <TextField label={say.label} value={label} onChange={setLabel} required first max={200} />
      {isPerson.value ? null : <TextField label={say.whose} value={person} onChange={setPerson}
        required max={64} />}
      <div class="field-pair">
        <ChoiceField label={words().people.role} value={role} onChange={setRole}
          choices={roles.map((each) => [each, words().people.roles[each]])} />
        <ChoiceField label={say.good} value={ttl} onChange={setTtl}
          choices={(["1d", "30d", "90d", "365d", ""] as const)
            .map((each) => [each, say.ttl(each)])} />
      </div>
    </Form>
  );
}

function One({ token }: { token: ApiToken }) {
  const say = words().tokens;
  const revoke = () => void send(token.id, "DELETE", `/tokens/${encodeURIComponent(token.id)}`)
    .then(changed);
  return (
    <li class="pair">
      <span>
        <StateMark tone={token.revoked_at ? "quiet" : "good"}
          text={token.revoked_at ? say.revoked : say.live} />{" "}
        <strong>{token.label}</strong> <span class="soft">{token.person} ·{" "}
          {words().people.roles[token.role]}{" · "}
          {token.expires_at ? <>{say.until} <Moment at={token.expires_at} as="zoned" /></>
            : say.ever}
          {" · "}{token.used_at ? <>{say.used} <Moment at={token.used_at} as="age" /></>
            : say.unused}
        </span>
      </span>
      {token.revoked_at ? null : <button type="button" class="small" onClick={revoke}>
        {say.revoke}<span class="unseen"> {token.label}</span></button>}
    </li>
  );
}

/** Tokens for programs that act for somebody. */
export function TokensPanel() {
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<ApiToken | null>(null);
  const say = words().tokens;
  const loaded = useLoaded(`tokens#${changes.value}`, () => get<ApiToken[]>("/tokens"));
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.title}</h2>{adding ? null
        : <button type="button" class="small" onClick={() => setAdding(true)}>{say.make}</button>}
      </div>
      {adding ? <AddToken onClose={() => setAdding(false)} onMade={setMade} /> : null}
      {made?.secret ? <div class="notice" role="status"><p>{say.once}</p>
        <Command text={made.secret} /></div> : null}
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.none}</Nothing>
          : <ul class="divided">{list.map((each) => <One key={each.id} token={each} />)}</ul>)}
      </Loading>
    </section>
  );
}
