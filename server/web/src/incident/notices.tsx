import type { ComponentChildren } from "preact";
import type { Incident } from "../api/types";
import { incidentAddress } from "../state/address";
import { words, wordFor } from "../words/words";
import { Moment } from "../parts/moment";
import { nameOf } from "./act_form";

function Notice({ look = "", children }: { look?: string; children: ComponentChildren }) {
  return <li class={`notice ${look}`}>{children}</li>;
}

function Major({ incident: { major } }: { incident: Incident }) {
  if (!major || major.ended_at) return null;
  const say = words();
  return (
    <Notice look="major">
      <p><strong>{say.flag.major}</strong> {say.notice.declared(major.declared_by)}{" "}
        <Moment at={major.declared_at} as="zoned" />: {major.reason}</p>
      <dl class="roles">
        {major.roles.map(({ role, holder }) => (
          <div key={role}><dt>{wordFor(say.roles, role)}</dt><dd>{holder}</dd></div>
        ))}
      </dl>
    </Notice>
  );
}

function Waiting({ incident: { waiting, open } }: { incident: Incident }) {
  if (!waiting || !open) return null;
  const say = words();
  return (
    <Notice>
      <p><strong>{say.flag.waiting}</strong> {waiting.reason} · {say.notice.since}{" "}
        <Moment at={waiting.since} as="zoned" />
        {waiting.wake_at
          ? <>{" · "}{say.notice.wakes} <Moment at={waiting.wake_at} as="zoned" /></> : null}</p>
    </Notice>
  );
}

function Hidden({ incident: { suppression } }: { incident: Incident }) {
  if (!suppression?.active) return null;
  const say = words();
  return (
    <Notice>
      <p><strong>{say.flag.hidden}</strong> {say.notice.hidden}{" "}
        {suppression.by.map(({ source, text }) =>
          `${wordFor(say.notice.source, source)}: ${text}`).join("; ")}</p>
    </Notice>
  );
}

function Links({ incident }: { incident: Incident }) {
  const say = words();
  return (
    <>
      {incident.links.map(({ kind, id, number }) => (
        <Notice key={`${kind} ${id}`}>
          <p>{wordFor(say.links, kind)}{" "}
            <a href={incidentAddress(String(number))}>{nameOf(id, number)}</a></p>
        </Notice>
      ))}
      {incident.merged_into ? (
        <Notice><p>{say.notice.merged}{" "}
          <a href={incidentAddress(incident.merged_into)}>{say.notice.mergedInto}</a></p></Notice>
      ) : null}
    </>
  );
}

/** What is special about it: major, waiting, hidden, held open, part of another. */
export function Notices({ incident }: { incident: Incident }) {
  const say = words();
  return (
    <ul class="notices">
      <Major incident={incident} />
      <Waiting incident={incident} />
      <Hidden incident={incident} />
      {incident.open && incident.held_open_by
        ? <Notice><p>{say.notice.heldOpen(incident.held_open_by)}</p></Notice> : null}
      <Links incident={incident} />
    </ul>
  );
}
