import { useState } from "preact/hooks";
import { change, get } from "../api/client";
import type { Invited, Person, Role, Team } from "../api/people_types";
import { attempt, failures, saving, send } from "../state/actions";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { Command } from "../parts/command";
import { ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Listing } from "../parts/listing";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";
import { changed, changes } from "./changes";

const roles: readonly Role[] = ["viewer", "responder", "admin"];
const tiers = ["L1", "L2", "L3"] as const;

/** Shown once: a link that sets a password. */
function InvitationLink({ invited }: { invited: Invited }) {
  const say = words().people;
  const address = location.origin + invited.invitation.path;
  return (
    <div class="notice" role="status">
      <p>{say.link(invited.person.name)}{" "}
        <Moment at={invited.invitation.expires_at} as="zoned" /></p>
      <Command text={address} />
    </div>
  );
}

function AddPerson({ onClose, onInvited }:
{ onClose(): void; onInvited(invited: Invited): void }) {
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const [role, setRole] = useState<string>("responder");
  const say = words().people;
  const submit = async () => {
    const invited = await attempt("new person", "POST", () => change<Invited>("POST", "/people",
      { name: name.trim(), title: title.trim(), role }));
    if (invited) onInvited(invited);
    return changed(invited !== undefined);
  };
  return (
    <Form subject="new person" submit={say.add} onSubmit={submit} onClose={onClose}>
      <TextField label={say.name} hint={say.nameHint} value={name} onChange={setName} required first
        max={64} />
      <TextField label={say.title} value={title} onChange={setTitle} max={200} />
      <ChoiceField label={say.role} value={role} onChange={setRole}
        choices={roles.map((each) => [each, say.roles[each]])} />
    </Form>
  );
}

function Row({ person, onInvited }: { person: Person; onInvited(invited: Invited): void }) {
  const say = words().people;
  const path = `/people/${encodeURIComponent(person.name)}`;
  const subject = `person ${person.name}`;
  const patch = (part: object) => void send(subject, "PATCH", path, () => part).then(changed);
  const invite = () => void attempt(subject, "POST", () =>
    change<Invited>("POST", `${path}/invitation`, {}))
      .then((each) => { if (each) onInvited(each); });
  const failure = failures.value.get(subject);
  return (
    <tr>
      <th scope="row">{person.title || person.name}{person.title && person.title !== person.name
        ? <span class="below soft">{person.name}</span> : null}
        {failure ? <p class="failure" role="alert">{words().act.failed(failure)}</p> : null}</th>
      <td><select aria-label={say.roleOf(person.name)} value={person.role}
        onChange={(event) => patch({ role: event.currentTarget.value })}>
        {roles.map((each) => <option key={each} value={each}>{say.roles[each]}</option>)}
      </select></td>
      <td>{person.zone}</td>
      <td><StateMark tone={person.disabled ? "bad" : "good"}
        icon={person.disabled ? "lost" : "ended"}
        text={person.disabled ? say.disabled : say.enabled} /></td>
      <td><div class="buttons">
        <button type="button" class="small" disabled={saving.value.has(subject)}
          onClick={() => patch({ disabled: !person.disabled })}>
          {person.disabled ? say.enable : say.disable}</button>
        <button type="button" class="small" disabled={saving.value.has(subject)} onClick={invite}>
          {say.invite}</button>
      </div></td>
    </tr>
  );
}

export function PeoplePanel() {
  const [adding, setAdding] = useState(false);
  const [invited, setInvited] = useState<Invited | null>(null);
  const say = words().people;
  const loaded = useLoaded(`people#${changes.value}`, () => get<Person[]>("/people"));
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.people}</h2>{adding ? null
        : <button type="button" class="small" onClick={() => setAdding(true)}>{say.add}</button>}
      </div>
      {adding ? <AddPerson onClose={() => setAdding(false)} onInvited={setInvited} /> : null}
      {invited ? <InvitationLink invited={invited} /> : null}
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.noPeople}</Nothing> : (
          <Listing label={say.people} heads={say.heads} stacks>
            {list.map((each) => <Row key={each.name} person={each} onInvited={setInvited} />)}
          </Listing>
        ))}
      </Loading>
    </section>
  );
}

function TeamForm({ onClose }: { onClose(): void }) {
  const [name, setName] = useState("");
  const [tier, setTier] = useState<string>("L1");
  const [members, setMembers] = useState("");
  const say = words().people;
  const submit = async () => changed(await send("new team", "POST", "/teams", () => ({
    name: name.trim(), tier, members: members.split(/[\s,]+/).filter(Boolean) })));
  return (
    <Form subject="new team" submit={words().act.send} onSubmit={submit} onClose={onClose}>
      <div class="field-pair">
        <TextField label={say.team} value={name} onChange={setName} required first max={64} />
        <ChoiceField label={say.tier} value={tier} onChange={setTier}
          choices={tiers.map((each) => [each, each])} />
      </div>
      <TextField label={say.members} hint={say.membersHint} value={members} onChange={setMembers} />
    </Form>
  );
}

export function TeamPanel() {
  const [adding, setAdding] = useState(false);
  const say = words().people;
  const loaded = useLoaded(`teams#${changes.value}`, () => get<Team[]>("/teams"));
  const remove = (name: string) => void send(`team ${name}`, "DELETE",
    `/teams/${encodeURIComponent(name)}`).then(changed);
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.teams}</h2>{adding ? null
        : <button type="button" class="small" onClick={() => setAdding(true)}>
          {say.addTeam}</button>}
      </div>
      {adding ? <TeamForm onClose={() => setAdding(false)} /> : null}
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.noTeams}</Nothing> : (
          <ul class="divided">
            {list.map((team) => (
              <li key={team.name} class="pair">
                <span><strong>{team.title || team.name}</strong>{" "}
                  <span class="tag-word">{team.tier}</span>{" "}
                  <span class="soft">{team.members.join(", ")}</span></span>
                <button type="button" class="small" onClick={() => remove(team.name)}>
                  {say.remove}<span class="unseen"> {team.name}</span></button>
              </li>
            ))}
          </ul>
        ))}
      </Loading>
    </section>
  );
}
