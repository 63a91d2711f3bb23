import { useEffect, useState } from "preact/hooks";
import { useToken } from "../api/client";
import { wordsOf } from "../state/actions";
import { connect, link } from "../state/live";
import { logIn } from "../state/me";
import { token } from "../state/settings";
import { words } from "../words/words";
import { TextField } from "../parts/fields";

function again(): void {
  link.value = "first";
  connect();
}

function LogIn() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState("");
  const say = words().people;
  const submit = (event: Event) => {
    event.preventDefault();
    setFailure("");
    // A token that is kept here would be looked at before the session.
    token.value = "";
    useToken("");
    logIn(name.trim(), password).then(again, (error: unknown) => setFailure(wordsOf(error)));
  };
  return (
    <form onSubmit={submit} class="stack">
      <TextField label={say.name} value={name} onChange={setName} required first name="username"
        autocomplete="username" />
      <TextField label={say.password} type="password" value={password} onChange={setPassword}
        required name="password" autocomplete="current-password" />
      {failure ? <p class="failure" role="alert">{failure}</p> : null}
      <div class="buttons"><button type="submit" class="primary">{say.logIn}</button></div>
    </form>
  );
}

function WithToken() {
  const [text, setText] = useState("");
  const say = words().token;
  const submit = (event: Event) => {
    event.preventDefault();
    token.value = text.trim();
    useToken(token.value);
    again();
  };
  return (
    <form onSubmit={submit} class="stack">
      <TextField label={say.label} hint={say.hint} type="password" value={text} onChange={setText}
        required name="token" autocomplete="current-password" />
      <div class="buttons"><button type="submit" class="primary">{say.enter}</button></div>
    </form>
  );
}

/** Does the server know people? It has a form of its own for that at /login. */
function useAccounts(): boolean | null {
  const [known, setKnown] = useState<boolean | null>(null);
  useEffect(() => {
    void fetch("/login", { cache: "no-store" }).then(({ ok }) => setKnown(ok),
      () => setKnown(false));
  }, []);
  return known;
}

/** Shown instead of everything when the server wants to know who looks. */
export function TokenPanel() {
  const accounts = useAccounts();
  const say = words();
  if (accounts === null) return null;
  if (!accounts) {
    return <div class="panel narrow stack"><h1>{say.token.title}</h1><WithToken /></div>;
  }
  return (
    <div class="panel narrow stack">
      <h1>{say.people.logIn}</h1>
      <LogIn />
      <details><summary>{say.people.withToken}</summary><WithToken /></details>
    </div>
  );
}
