import { useState } from "preact/hooks";
import { change } from "../api/client";
import { enrolCommand, type EnrolmentToken } from "../api/enrolment_types";
import { can } from "../state/abilities";
import { attempt, failures } from "../state/actions";
import { hosts } from "../state/hosts";
import { isAdmin } from "../state/me";
import { words } from "../words/words";
import { Command } from "../parts/command";
import { Vitals } from "./summary";

const subject = "first host";

/** On TLS one command does it, with a token of its own. */
function EnrolFirst() {
  const [made, setMade] = useState<EnrolmentToken | null>(null);
  const say = words().calm;
  const failure = failures.value.get(subject);
  const make = () => void attempt(subject, "POST", () =>
    change<EnrolmentToken>("POST", "/enrolment/tokens", {})).then((token) =>
    setMade(token ?? null));
  if (made?.token) {
    return <><p>{say.enrol}</p><Command text={enrolCommand(made.token, location.origin)} /></>;
  }
  return (
    <>
      {failure ? <p class="failure" role="alert">{words().act.failed(failure)}</p> : null}
      <button type="button" class="primary" onClick={make}>{say.makeToken}</button>
    </>
  );
}

function Steps() {
  const say = words().calm;
  return (
    <ol class="steps">
      <li><p>{say.onServer}</p><Command text={say.addCommand} /></li>
      <li><p>{say.onHost}</p><Command text={say.agentSettings(location.origin)} /></li>
      <li><p>{say.start}</p><Command text={say.startCommand} /></li>
    </ol>
  );
}

/** Nobody reports yet: how the first host comes in. Its first samples show by themselves. */
function FirstHost() {
  const say = words().calm;
  const enrols = location.protocol === "https:" && can("/enrolment/tokens") && isAdmin.value;
  return (
    <section class="panel first-host">
      <h2>{say.firstHost}</h2>
      {enrols ? <EnrolFirst /> : <Steps />}
      <p class="soft" role="status">{say.waiting}</p>
    </section>
  );
}

/** Nothing is open: said in a way that can be trusted, with when it was last true. */
export function Calm() {
  const say = words().calm;
  return (
    <div class="calm">
      <svg viewBox="0 0 240 48" aria-hidden="true">
        <path d="M0 28c20 0 20-6 40-6s20 6 40 6 20-6 40-6 20 6 40 6 20-6 40-6 20 6 40 6" />
      </svg>
      <h1>{say.title}</h1>
      <Vitals />
      {hosts.value.length === 0 ? <FirstHost /> : null}
    </div>
  );
}
