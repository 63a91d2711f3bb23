import { useState } from "preact/hooks";
import { change, get } from "../api/client";
import type { Channel, Delivered } from "../api/channel_types";
import { attempt, failures, saving } from "../state/actions";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { Loading } from "../parts/loading";
import { Nothing } from "../parts/nothing";
import { StateMark } from "../parts/state_mark";

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
