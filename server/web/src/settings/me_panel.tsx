import { useState } from "preact/hooks";
import { send } from "../state/actions";
import { logOut, me } from "../state/me";
import { words } from "../words/words";
import { changed } from "./changes";
import { ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";

const zones = (): string[] => Intl.supportedValuesOf?.("timeZone") ?? [];

function Profile({ title, language, zone }: { title: string; language: string; zone: string }) {
  const [name, setName] = useState(title);
  const [tongue, setTongue] = useState(language);
  const [place, setPlace] = useState(zone);
  const say = words().people;
  const submit = async () => changed(await send("me", "PATCH", "/me",
    () => ({ title: name.trim(), language: tongue, zone: place.trim() })));
  return (
    <Form subject="me" submit={words().act.send} onSubmit={submit}>
      <TextField label={say.title} value={name} onChange={setName} max={200} autocomplete="name" />
      <div class="field-pair">
        <ChoiceField label={say.language} value={tongue} onChange={setTongue}
          choices={[["en", say.languages.en], ["th", say.languages.th]]} />
        <TextField label={say.zone} value={place} onChange={setPlace} list="my-zones" />
        <datalist id="my-zones">{zones().map((each) =>
          <option key={each} value={each} />)}</datalist>
      </div>
    </Form>
  );
}

function Password() {
  const [present, setPresent] = useState("");
  const [fresh, setFresh] = useState("");
  const say = words().people;
  const submit = async () => {
    const done = await send("password", "POST", "/me/password", () => ({ present, fresh }));
    if (done) location.reload();
    return done;
  };
  return (
    <Form subject="password" submit={say.changePassword} onSubmit={submit}>
      <TextField label={say.present} type="password" value={present} onChange={setPresent} required
        autocomplete="current-password" />
      <TextField label={say.fresh} hint={say.freshHint} type="password" value={fresh}
        onChange={setFresh} required autocomplete="new-password" />
    </Form>
  );
}

/** Oneself: how one is called, in which language and zone one is told, the password. */
export function MePanel() {
  const say = words().people;
  const person = me.value?.person;
  if (!person) return null;
  const leave = () => void logOut().then(() => location.reload());
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.me(person.name)}</h2>
        <button type="button" class="small" onClick={leave}>{say.logOut}</button></div>
      <Profile key={person.name} title={person.title} language={person.language}
        zone={person.zone} />
      <details><summary>{say.changePassword}</summary><Password /></details>
    </section>
  );
}
