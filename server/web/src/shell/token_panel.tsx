import { useState } from "preact/hooks";
import { useToken } from "../api/client";
import { connect, link } from "../state/live";
import { token } from "../state/settings";
import { words } from "../words/words";

/** Shown instead of everything when the server wants to know that a person may look. */
export function TokenPanel() {
  const [text, setText] = useState("");
  const say = words().token;
  const submit = (event: Event) => {
    event.preventDefault();
    token.value = text.trim();
    useToken(token.value);
    link.value = "first";
    connect();
  };
  return (
    <form onSubmit={submit} class="panel narrow stack">
      <h1>{say.title}</h1>
      <label class="field">
        <span>{say.label}</span>
        <input type="password" name="token" required autocomplete="current-password" value={text}
          onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p class="soft">{say.hint}</p>
      <div class="buttons"><button type="submit" class="primary">{say.enter}</button></div>
    </form>
  );
}
