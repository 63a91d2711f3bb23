import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { get } from "../api/client";
import type { Cover, OnCall, Override, Shift } from "../api/desk_types";
import { timeAndZone } from "../format/tongue";
import { failures, saving, send } from "../state/actions";
import { serverNow } from "../state/clock";
import { useLoaded } from "../state/use_loaded";
import { words } from "../words/words";
import { Loading } from "../parts/loading";
import { Moment } from "../parts/moment";
import { Nothing } from "../parts/nothing";
import { CoverStrip } from "./cover_strip";
import { OverrideForm, type Asked } from "./override_form";

/** Grows when this page has changed an override: everything is fetched again. */
const changes = signal(0);
const refresh_ms = 60_000;
const day_ms = 86_400_000;
const days = 14;

function ShiftText({ shift }: { shift: Shift | null }) {
  const say = words().desk;
  if (!shift) return <span class="failure">{say.nobody}</span>;
  return <><strong>{shift.person}</strong>{" "}
    <span class="soft">{say.until} {timeAndZone(shift.ends_at)}
      {shift.override ? ` · ${say.override}` : ""}</span></>;
}

function Overrides({ schedule }: { schedule: string }) {
  const say = words();
  const list = useLoaded(`overrides ${schedule}#${changes.value}`, () =>
    get<Override[]>(`/oncall/overrides?schedule=${encodeURIComponent(schedule)}`)).value ?? [];
  const remove = (id: string) => void send(id, "POST",
    `/oncall/overrides/${encodeURIComponent(id)}/remove`, (actor) => ({ actor }))
    .then((done) => { if (done) changes.value += 1; });
  if (list.length === 0) return null;
  return (
    <>
      <h3>{say.desk.overrides}</h3>
      <ul class="divided">
        {list.map((each) => (
          <li key={each.id} class="pair">
            <span><strong>{each.person}</strong> <Moment at={each.begins_at} as="zoned" />{" – "}
              <Moment at={each.ends_at} as="zoned" /> <span class="soft">{each.reason}</span></span>
            <button type="button" class="small" disabled={saving.value.has(each.id)}
              onClick={() => remove(each.id)}>{say.desk.takeBack}</button>
            {failures.value.has(each.id) ? <p class="failure" role="alert">
              {say.act.failed(failures.value.get(each.id) ?? "")}</p> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Calendar({ schedule }: { schedule: string }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const say = words().desk;
  const [from] = useState(() => Math.floor(serverNow() / day_ms) * day_ms);
  const to = from + days * day_ms;
  const iso = (at: number) => encodeURIComponent(new Date(at).toISOString());
  const cover = useLoaded(`cover ${schedule}#${changes.value}`, () => get<Cover>(
    `/oncall/schedules/${encodeURIComponent(schedule)}?from=${iso(from)}&to=${iso(to)}`));
  return (
    <Loading of={cover}>
      {(value) => (
        <>
          <CoverStrip cover={value} from={from} to={to}
            onMark={(begins, ends) => setAsked({ from: begins, to: ends })} />
          {asked ? <OverrideForm key={`${asked.from} ${asked.to}`} schedule={schedule} asked={asked}
            onClose={() => setAsked(null)} onDone={() => { changes.value += 1; }} />
            : <div class="buttons"><button type="button" class="small" onClick={() =>
              setAsked({ from: serverNow(), to: serverNow() + day_ms / 3 })}>{say.standIn}</button>
            </div>}
          <Overrides schedule={schedule} />
        </>
      )}
    </Loading>
  );
}

function One({ each }: { each: OnCall }) {
  const say = words().desk;
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div class="card-head">
        <div>
          <h3>{each.title || each.schedule}</h3>
          <p class="row-facts">
            <span>{say.now} <ShiftText shift={each.now} /></span>
            {each.next ? <span>{say.next} <strong>{each.next.person}</strong>{" "}
              <Moment at={each.next.begins_at} as="zoned" /></span> : null}
            <span>{each.zone}</span>
          </p>
        </div>
        <button type="button" class="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say.calendar}</button>
      </div>
      {open ? <Calendar schedule={each.schedule} /> : null}
    </li>
  );
}

/** Who is on call now and next, by every schedule, with a calendar of each. */
export function OnCallPanel() {
  const say = words().desk;
  const loaded = useLoaded(`on call#${changes.value}`, () => get<OnCall[]>("/oncall/now"),
    refresh_ms);
  return (
    <section class="panel">
      <h2>{say.onCall}</h2>
      <Loading of={loaded}>
        {(list) => (list.length === 0 ? <Nothing>{say.noSchedules}</Nothing>
          : <ul class="divided">{list.map((each) => <One key={each.schedule} each={each} />)}</ul>)}
      </Loading>
    </section>
  );
}
