import { can } from "../state/abilities";
import { hosts } from "../state/hosts";
import { words } from "../words/words";
import { Command } from "../parts/command";
import { Vitals } from "./summary";

/** Nobody reports yet: how the first host comes in. Its first samples show by themselves. */
function FirstHost() {
  const say = words().calm;
  // Over TLS a host comes in with a certificate of its own.
  const enrols = location.protocol === "https:" && can("/enroll");
  return (
    <section class="panel first-host">
      <h2>{say.firstHost}</h2>
      <ol class="steps">
        {enrols ? <>
          <li><p>{say.enrolToken}</p><Command text={say.tokenCommand} /></li>
          <li><p>{say.enrol}</p><Command text={say.enrolCommand(location.origin)} /></li>
        </> : <>
          <li><p>{say.onServer}</p><Command text={say.addCommand} /></li>
          <li><p>{say.onHost}</p><Command text={say.agentSettings(location.origin)} /></li>
        </>}
        <li><p>{say.start}</p><Command text={say.startCommand} /></li>
      </ol>
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
