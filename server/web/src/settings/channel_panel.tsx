import { useState } from "preact/hooks";
import { change, get } from "../api/client";
import type { Channel, Delivered, Subscription } from "../api/channel_types";
import { attempt, failures, saving, send } from "../state/actions";
import { useServices } from "../state/services";
import { useLoaded } from "../state/use_loaded";
import { words, wordFor } from "../words/words";
import { ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";
import { changed, changes } from "./changes";

function One({ channel }: { channel: Channel }) {
  const [answer, setAnswer] = useState<Delivered | null>(null);
  const say = words().channels;
  const subject = `channel ${channel.name}`;
  const test = () => {
    setAnswer(null);
    void attempt(subject, "POST", (actor) => change<Delivered>("POST",
      `/channels/${encodeURIComponent(channel.name)}/test`, { actor }))
      .then((each) => { if (each) setAnswer(each); });
  };
  const failure = failures.value.get(subject);
  return (
    <li>
      <div class="card-head">
        <div>
          <p><strong>{channel.name}</strong> <span class="tag-word">{channel.kind}</span></p>
          <p class="soft">{channel.recipients.join(", ")}
            {channel.fallback ? ` · ${say.fallback(channel.fallback)}` : ""}</p>
        </div>
        <button type="button" class="small" disabled={saving.value.has(subject)} onClick={test}>
          {saving.value.has(subject) ? say.sending : say.test}
          <span class="unseen"> {channel.name}</span></button>
      </div>
      {answer ? <p role="status"><StateMark tone={answer.delivered ? "good" : "bad"}
        text={answer.delivered ? say.delivered : say.notDelivered} /> {answer.detail}</p> : null}
      {failure ? <p class="failure" role="alert">{failure}</p> : null}
    </li>
  );
}

/** The ways out, each with a test that says what the receiver answered. */
export function ChannelPanel() {
  const say = words().channels;
  const loaded = useLoaded("channels", () => get<Channel[]>("/channels"));
  return (
    <section class="panel">
      <h2>{say.title}</h2>
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.none}</Nothing>
          : <ul class="divided">{list.map((each) => <One key={each.name} channel={each} />)}</ul>)}
      </Loading>
    </section>
  );
}

function Subscribe({ onClose }: { onClose(): void }) {
  const [service, setService] = useState("*");
  const [person, setPerson] = useState("");
  const [address, setAddress] = useState("");
  const services = useServices().value ?? [];
  const say = words().channels;
  const submit = async () => changed(await send("subscription", "POST", "/subscriptions",
    (actor) => ({ actor, service, ...(person.trim() ? { person: person.trim() } : {}),
      ...(address.trim() ? { address: address.trim() } : {}) })));
  return (
    <Form subject="subscription" submit={words().act.send} onSubmit={submit} onClose={onClose}>
      <ChoiceField label={say.service} value={service} onChange={setService} first
        choices={[["*", say.any], ...services.map(({ name, title }) => [name, title || name] as const)]} />
      <div class="field-pair">
        <TextField label={say.person} value={person} onChange={setPerson} />
        <TextField label={say.address} value={address} onChange={setAddress} />
      </div>
    </Form>
  );
}

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
        : <button type="button" class="small" onClick={() => setAdding(true)}>{say.subscribe}</button>}
      </div>
      {adding ? <Subscribe onClose={() => setAdding(false)} /> : null}
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.noSubscriptions}</Nothing> : (
          <ul class="divided">
            {list.map((each) => (
              <li key={each.id} class="pair">
                <span><strong>{each.person || each.address}</strong>{" "}
                  <span class="soft">{each.service === "*" ? say.any : each.service} ·{" "}
                    {wordFor(say.audience, each.audience)} · {say.from(each.priority)}</span></span>
                <button type="button" class="small" onClick={() => remove(each.id)}>
                  {words().people.remove}<span class="unseen"> {each.person || each.address}</span>
                </button>
              </li>
            ))}
          </ul>
        ))}
      </Loading>
    </section>
  );
}
