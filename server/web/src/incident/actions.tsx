import { useEffect } from "preact/hooks";
import type { IncidentDetail } from "../api/types";
import { acknowledge, failures, saving } from "../state/actions";
import { words } from "../words/words";
import { Menu } from "../parts/menu";
import { SilenceForm } from "../silences/silence_form";
import { ActForm } from "./act_form";
import { actsFor, closeAct, opened, type Act } from "./acts";
import { BreachForm } from "./breach_form";
import { MergeForm } from "./merge_form";
import { SplitForm } from "./split_form";

/** What would hide this incident: its kinds of symptoms on its hosts. */
export function matchersFor(incident: IncidentDetail): string[] {
  const few = (values: string[]) => [...new Set(values)].sort();
  const hosts = few(incident.symptoms.map(({ host }) => host));
  const kinds = few(incident.symptoms.map(({ kind }) => kind));
  const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const matcher = (name: string, values: string[]) => (values.length === 1
    ? `${name}="${values[0] ?? ""}"` : `${name}=~"${values.map(quoted).join("|")}"`);
  return [matcher("host", hosts), matcher("kind", kinds)];
}

function OpenForm({ act, incident }: { act: Act; incident: IncidentDetail }) {
  const props = { incident, onClose: closeAct };
  switch (act.name) {
    case "merge": return <MergeForm {...props} />;
    case "split": return <SplitForm {...props} />;
    case "breach": return <BreachForm {...props} />;
    case "silence": return <SilenceForm matchers={matchersFor(incident)} onClose={closeAct} />;
    default: return <ActForm act={act} {...props} />;
  }
}

/** What a person can do. Everything asks the server, and says so when it said no. */
export function Actions({ incident }: { incident: IncidentDetail }) {
  const say = words().act;
  const busy = saving.value.has(incident.id);
  const failure = failures.value.get(incident.id);
  const acts = actsFor(incident);
  const act = acts.find(({ name }) => name === opened.value);
  useEffect(() => closeAct, [incident.id]);
  const button = ({ name, title }: Act) => (
    <button key={name} type="button" aria-expanded={opened.value === name}
      onClick={() => { opened.value = opened.value === name ? null : name; }}>{title}</button>
  );
  return (
    <section class="actions" aria-label={say.name}>
      <div class="buttons">
        {incident.open && !incident.owner ? (
          <button type="button" class="primary" disabled={busy}
            onClick={() => void acknowledge(incident.id)}>{say.acknowledge}</button>
        ) : null}
        {acts.filter(({ seldom }) => !seldom).map(button)}
        <Menu label={say.more}>{acts.filter(({ seldom }) => seldom).map(button)}</Menu>
        {busy ? <span class="soft" role="status">{say.saving}</span> : null}
      </div>
      {failure && !act ? <p class="failure" role="alert">{say.failed(failure)}</p> : null}
      {act ? <OpenForm key={act.name} act={act} incident={incident} /> : null}
    </section>
  );
}
