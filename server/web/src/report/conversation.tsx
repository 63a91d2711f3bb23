import { useState } from "preact/hooks";
import { get } from "../api/client";
import type { Message } from "../api/report_types";
import { send } from "../state/actions";
import { useLoaded } from "../state/use_loaded";
import { words, wordFor } from "../words/words";
import { AreaField } from "../parts/fields";
import { Form } from "../parts/form";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";

interface ConversationProps {
  id: string;
  /** Who writes in the form below: the desk, or the reporter. */
  from: "desk" | "reporter";
  /** Grows when there may be more to read. */
  revision?: number;
}

/** What the other side wrote appears by itself. */
const refresh_ms = 15_000;

/** What passed between the desk and the reporter, with room for the next word. */
export function Conversation({ id, from, revision = 0 }: ConversationProps) {
  const [count, setCount] = useState(0);
  const [text, setText] = useState("");
  const say = words().report;
  const path = `/reports/${encodeURIComponent(id)}/messages`;
  const loaded = useLoaded(`${path}#${count} ${revision}`,
    () => get<{ messages: Message[] }>(path), refresh_ms);
  const submit = async () => {
    const done = text.trim() !== "" && await send(path, "POST", path,
      (actor) => ({ actor, text: text.trim(), from }));
    if (done) { setText(""); setCount(count + 1); }
    return done;
  };
  return (
    <>
      <Loading of={loaded}>
        {({ messages }) => (
          <ol class="messages">
            {messages.map((message, place) => (
              <li key={place} class={`message ${message.from}`}>
                <p class="soft">{wordFor(say.from, message.from)} · {message.author}{" "}
                  <Moment at={message.at} as="zoned" /></p>
                <p class="lines">{message.text}</p>
              </li>
            ))}
          </ol>
        )}
      </Loading>
      <Form subject={path} submit={say.write} onSubmit={submit}>
        <AreaField label={from === "desk" ? say.toReporter : say.toDesk} value={text}
          onChange={setText} rows={2} required />
      </Form>
    </>
  );
}
