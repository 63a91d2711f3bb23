import { hosts } from "../state/hosts";
import { words } from "../words/words";
import { Vitals } from "./summary";

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
      {hosts.value.length === 0 ? <p class="soft">{say.noHosts}</p> : null}
    </div>
  );
}
