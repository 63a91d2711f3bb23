import { useState } from "preact/hooks";
import type {
  MaintenanceWindow, Silence, SuppressionState,
} from "../api/suppression_types";
import { failures, saving, send } from "../state/actions";
import { words } from "../words/words";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { PageHead } from "../parts/page_head";
import { StateMark, type Tone } from "../parts/state_mark";
import { Occurrences } from "./preview_panel";
import { SilenceForm } from "./silence_form";
import { changed, useSilences, useWindow, useWindows } from "./use_suppressions";
import { WindowForm } from "./window_form";

const tones: Record<SuppressionState, Tone> = {
  pending: "coming", active: "good", expired: "quiet",
};
const gravity = { active: 0, pending: 1, expired: 2 } as const;
const expired_max = 20;

type Kind = "silences" | "maintenance-windows";

function End({ kind, id }: { kind: Kind; id: string }) {
  const say = words();
  const failure = failures.value.get(id);
  const pathOf = (actor: string) =>
    `/${kind}/${encodeURIComponent(id)}?actor=${encodeURIComponent(actor)}`;
  const end = () => void send(id, "DELETE", pathOf).then((done) => { if (done) changed(); });
  return (
    <>
      <button type="button" class="small" disabled={saving.value.has(id)} onClick={end}>
        {say.silence.end}</button>
      {failure ? <p class="failure" role="alert">{say.act.failed(failure)}</p> : null}
    </>
  );
}

function Head({ each, kind }: { each: Silence | MaintenanceWindow; kind: Kind }) {
  const say = words().silence;
  return (
    <div class="card-head">
      <div>
        <StateMark tone={tones[each.state]} icon={each.state === "active" ? "silences" : undefined}
          text={say.state[each.state]} />
        <h3><code>{each.matches}</code></h3>
        <p>{each.reason} <span class="soft">{each.owner}</span></p>
      </div>
      {each.state === "expired" ? null : <End kind={kind} id={each.id} />}
    </div>
  );
}

function OneSilence({ silence }: { silence: Silence }) {
  const say = words().silence;
  return (
    <li class="card">
      <Head each={silence} kind="silences" />
      <p class="row-facts">
        <span>{say.from} <Moment at={silence.starts_at} as="zoned" /></span>
        <span>{say.to} <Moment at={silence.ends_at} as="zoned" /></span>
        {silence.end_when_quiet ? <span>{say.endsQuiet(silence.end_when_quiet)}</span> : null}
        {silence.ended_by ? <span>{say.endedBy[silence.ended_by]}</span> : null}
      </p>
    </li>
  );
}

function WindowOccurrences({ id }: { id: string }) {
  return <Loading of={useWindow(id)}>{({ occurrences }) => <Occurrences list={occurrences} />}
  </Loading>;
}

function OneWindow({ window }: { window: MaintenanceWindow }) {
  const say = words().silence;
  const [open, setOpen] = useState(false);
  return (
    <li class="card">
      <Head each={window} kind="maintenance-windows" />
      <p class="row-facts">
        <code>{window.rrule ?? window.cron}</code>
        <span>{say.lasts(window.duration)}</span><span>{window.zone}</span>
        <span>{say.to} <Moment at={window.until} as="zoned" /></span>
      </p>
      {window.state === "expired" ? null : (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{say.nextFive}</summary>
          {open ? <WindowOccurrences id={window.id} /> : null}
        </details>
      )}
    </li>
  );
}

function sorted<T extends { state: SuppressionState; created_at: string }>(
  list: readonly T[]): T[] {
  const by = [...list].sort((one, other) => gravity[one.state] - gravity[other.state]
    || other.created_at.localeCompare(one.created_at));
  const live = by.filter(({ state }) => state !== "expired");
  return [...live, ...by.filter(({ state }) => state === "expired").slice(0, expired_max)];
}

/** What is hidden on purpose, from when to when, why and by whom. */
export function SilencesPage() {
  const [making, setMaking] = useState<Kind | null>(null);
  const silences = useSilences();
  const windows = useWindows();
  const say = words().silence;
  const close = () => setMaking(null);
  return (
    <>
      <PageHead title={say.title} beside={<>
        <button type="button" class="primary" onClick={() => setMaking("silences")}>
          {say.newSilence}</button>
        <button type="button" onClick={() => setMaking("maintenance-windows")}>
          {say.newWindow}</button>
      </>}>{say.hint}</PageHead>
      <div class="stack">
        {making === "silences" ? <SilenceForm onClose={close} /> : null}
        {making === "maintenance-windows" ? <WindowForm onClose={close} /> : null}
        <section class="panel">
          <h2>{say.silences}</h2>
          <Loading of={silences}>
            {(list) => (list.length === 0 ? <Nothing>{say.noSilences}</Nothing> : (
              <ul class="divided">{sorted(list).map((each) =>
                <OneSilence key={each.id} silence={each} />)}</ul>
            ))}
          </Loading>
        </section>
        <section class="panel">
          <h2>{say.windows}</h2>
          <Loading of={windows}>
            {(list) => (list.length === 0 ? <Nothing>{say.noWindows}</Nothing> : (
              <ul class="divided">{sorted(list).map((each) =>
                <OneWindow key={each.id} window={each} />)}</ul>
            ))}
          </Loading>
        </section>
      </div>
    </>
  );
}
