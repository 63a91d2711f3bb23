import { useState } from "preact/hooks";
import type { Host } from "../api/host_types";
import { send } from "../state/actions";
import { can } from "../state/abilities";
import { forgetHosts } from "../state/hosts";
import { isAdmin } from "../state/me";
import { goTo, lastFleet } from "../state/route";
import { words } from "../words/words";
import { Dialog } from "../parts/dialog";
import { Form } from "../parts/form";

type Act = "forget" | "revoke";

function Tick({ text, on, onChange }: { text: string; on: boolean; onChange(on: boolean): void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{text}</span>
    </label>
  );
}

/** Says what will become of the host and its history, and does it when that is meant. */
function ForgetForm({ host, onClose }: { host: Host; onClose(): void }) {
  const [deletes, setDeletes] = useState(false);
  const [keeps, setKeeps] = useState(false);
  const say = words().host.farewell;
  const submit = async () => {
    const query = (actor: string) => new URLSearchParams({ actor,
      history: deletes ? "delete" : "keep", identity: keeps ? "keep" : "revoke" });
    const done = await send(`host ${host.id}`, "DELETE",
      (actor) => `/hosts/${encodeURIComponent(host.id)}?${query(actor)}`);
    if (!done) return false;
    forgetHosts([host]);
    goTo({ page: "fleet", view: lastFleet.value });
    return true;
  };
  return (
    <Form subject={`host ${host.id}`} submit={say.forgetNow} danger onSubmit={submit}
      onClose={onClose}>
      <ul class="divided">
        <li>{say.symptomsEnd}</li>
        <li>{keeps ? say.identityKept : say.identityRevoked}</li>
        <li>{deletes ? say.samplesDeleted : say.samplesKept}</li>
        <li>{say.incidentsKept}</li>
      </ul>
      <Tick text={say.deleteSamples} on={deletes} onChange={setDeletes} />
      <Tick text={say.keepIdentity} on={keeps} onChange={setKeeps} />
    </Form>
  );
}

function RevokeForm({ host, onClose }: { host: Host; onClose(): void }) {
  const say = words().host.farewell;
  const submit = () => send(`host ${host.id}`, "POST",
    `/hosts/${encodeURIComponent(host.id)}/revoke`, (actor) => ({ actor }));
  return (
    <Form subject={`host ${host.id}`} submit={say.revokeNow} danger onSubmit={submit}
      onClose={onClose}>
      <ul class="divided">
        <li>{say.nothingTaken}</li>
        <li>{say.nobodyWaits}</li>
        <li>{say.comesBack}</li>
      </ul>
    </Form>
  );
}

/** For admins: sends a host away, after saying what that does. */
export function HostActs({ host }: { host: Host }) {
  const [act, setAct] = useState<Act | null>(null);
  const say = words().host.farewell;
  if (!can("/hosts/{id}/revoke") || !isAdmin.value) return null;
  const close = () => setAct(null);
  return (
    <>
      {host.presence === "revoked" ? null : <button type="button" class="small"
        onClick={() => setAct("revoke")}>{say.revoke}</button>}
      <button type="button" class="small" onClick={() => setAct("forget")}>{say.forget}</button>
      {act === "forget" ? <Dialog title={say.forgetTitle(host.name)} onClose={close}>
        <ForgetForm host={host} onClose={close} /></Dialog> : null}
      {act === "revoke" ? <Dialog title={say.revokeTitle(host.name)} onClose={close}>
        <RevokeForm host={host} onClose={close} /></Dialog> : null}
    </>
  );
}
