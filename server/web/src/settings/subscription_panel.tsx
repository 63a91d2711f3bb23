import { useState } from "preact/hooks";
import { get } from "../api/client";
import type { Channel, Subscription } from "../api/channel_types";
import { priorities } from "../state/address";
import { send } from "../state/actions";
import { useServices } from "../state/services";
import { useLoaded } from "../state/use_loaded";
import { words, wordFor } from "../words/words";
import { ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Nothing } from "../parts/nothing";
import { changed, changes } from "./changes";

const audiences = ["subscribers", "responders", "management", "reporter"] as const;

/** Either a person of the directory, or an address of a channel. */
function whoOf(channel: string, who: string): object {
  return channel ? { channel, address: who } : { person: who };
}

function Subscribe({ onClose }: { onClose(): void }) {
  const [service, setService] = useState("*");
  const [channel, setChannel] = useState("");
  const [who, setWho] = useState("");
  const [audience, setAudience] = useState<string>(audiences[0]);
  const [priority, setPriority] = useState("P5");
  const services = useServices().value ?? [];
  const channels = useLoaded("channels", () => get<Channel[]>("/channels")).value ?? [];
  const say = words().channels;
  const submit = async () => who.trim() !== "" && changed(
    await send("subscription", "POST", "/subscriptions", (actor) => (
      { actor, service, audience, priority, ...whoOf(channel, who.trim()) })));
  return (
    <Form subject="subscription" submit={words().act.send} onSubmit={submit} onClose={onClose}>
      <ChoiceField label={say.service} value={service} onChange={setService} first
        choices={[["*", say.any],
          ...services.map(({ name, title }) => [name, title || name] as const)]} />
      <div class="field-pair">
        <ChoiceField label={say.by} value={channel} onChange={setChannel}
          choices={[["", say.byPerson], ...channels.map(({ name }) => [name, name] as const)]} />
        <TextField label={channel ? say.address : say.person} value={who} onChange={setWho}
          max={200} required />
        <ChoiceField label={say.as} value={audience} onChange={setAudience}
          choices={audiences.map((each) => [each, say.audience[each]])} />
        <ChoiceField label={say.fromLabel} value={priority} onChange={setPriority}
          choices={priorities.map((each) => [each, say.from(each)])} />
      </div>
    </Form>
  );
}

function One({ each, onRemove }: { each: Subscription; onRemove(): void }) {
  const say = words().channels;
  const name = each.person || each.address;
  return (
    <li class="pair">
      <span><strong>{name}</strong>{" "}
        <span class="soft">{[...(each.person ? [] : [each.channel]),
          each.service === "*" ? say.any : each.service, wordFor(say.audience, each.audience),
          say.from(each.priority)].join(" · ")}</span></span>
      <button type="button" class="small" onClick={onRemove}>{words().people.remove}
        <span class="unseen"> {name}</span></button>
    </li>
  );
}

/** Who hears of which service, besides those whom the configuration names. */
export function SubscriptionPanel() {
  const [adding, setAdding] = useState(false);
  const say = words().channels;
  const loaded = useLoaded(`subscriptions#${changes.value}`,
    () => get<Subscription[]>("/subscriptions"));
  const remove = (id: string) => void send(id, "DELETE",
    `/subscriptions/${encodeURIComponent(id)}`).then(changed);
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.subscriptions}</h2>{adding ? null
        : <button type="button" class="small" onClick={() => setAdding(true)}>
          {say.subscribe}</button>}
      </div>
      {adding ? <Subscribe onClose={() => setAdding(false)} /> : null}
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.noSubscriptions}</Nothing>
          : <ul class="divided">{list.map((each) => (
            <One key={each.id} each={each} onRemove={() => remove(each.id)} />))}</ul>)}
      </Loading>
    </section>
  );
}
