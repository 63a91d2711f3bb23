import { signal } from "@preact/signals";
import type { Incident, IncidentDetail } from "../api/types";
import { canAct } from "../state/abilities";
import { mayRaiseBreach } from "../state/breaches";
import { words } from "../words/words";

/** One thing that an act wants to know. */
export interface ActField {
  name: string;
  kind: "area" | "text" | "until" | "role" | "incident" | "link" | "link_kind" | "known_error"
    | "tier" | "give_reason" | "hypothesis" | "closure_code" | "step_type" | "invite";
  label: string;
  optional?: boolean;
}

/** Something that a person can do to an incident, beside taking it. */
export interface Act {
  name: string;
  title: string;
  /** The rest of the path below the incident; not there for those with a form of their own. */
  path?: string;
  fields: ActField[];
  danger?: boolean;
  /** Behind "More": what is done seldom. */
  seldom?: boolean;
}

/** Which act's form is open; outside of the component because keys and the palette open it too. */
export const opened = signal<string | null>(null);

export const openAct = (name: string): void => { opened.value = name; };
export const closeAct = (): void => { opened.value = null; };

const area = (name: string, label: string): ActField => ({ name, label, kind: "area" });
const isMajor = ({ major }: Incident) => major !== null && !major.ended_at;

function canBeUndone(incident: Incident): boolean {
  const { timeline } = incident as Partial<IncidentDetail>;
  return timeline?.some(({ kind }) => kind === "merged" || kind === "split") ?? false;
}

/** Its detail knows whether something is still wrong; what is, cannot be confirmed as well. */
function isQuiet(incident: Incident): boolean {
  const { symptoms } = incident as Partial<IncidentDetail>;
  return symptoms?.every(({ cleared_at: cleared }) => cleared !== null) ?? true;
}

function ofCourse(incident: Incident): Act[] {
  const say = words().act;
  const reason = area("reason", say.whyLabel);
  const cause: ActField = { name: "hypothesis", label: say.causeLabel, kind: "hypothesis",
    optional: true };
  return [
    { name: "note", title: say.note, path: "notes", fields: [area("text", say.noteLabel)] },
    ...(incident.open ? [{ name: "resolve", title: say.resolve, path: "resolve", fields: [
      area("reason", say.reasonLabel),
      { name: "known_error", label: say.fixLabel, kind: "known_error", optional: true } as const,
      cause] }]
      : []),
    ...(incident.state === "resolved" && isQuiet(incident) ? [{
      name: "close", title: say.close, path: "close",
      fields: [{ ...area("note", say.noteLabel), optional: true }] }] : []),
    ...(incident.state === "resolved" ? [{ name: "reopen", title: say.reopen, path: "reopen",
      fields: [area("reason", say.reopenLabel)] }] : []),
    ...(incident.waiting ? [{ name: "resume", title: say.resume, path: "resume", fields: [] }]
      : []),
    ...(incident.open && incident.owner && !incident.waiting ? [{
      name: "pend", title: say.pend, path: "pend",
      fields: [area("reason", say.pendLabel),
        { name: "until", label: say.untilLabel, kind: "until", optional: true } as const] }] : []),
    ...(isMajor(incident) ? [
      { name: "role", title: say.role, path: "major/roles", fields: [
        { name: "role", label: say.roleLabel, kind: "role" } as const,
        { name: "holder", label: say.holderLabel, kind: "text" } as const] },
      { name: "major_end", title: say.majorEnd, path: "major/end", fields: [reason],
        seldom: true }] : []),
  ];
}

function seldom(incident: Incident): Act[] {
  const say = words().act;
  const reason = area("reason", say.whyLabel);
  return [
    ...(incident.open ? [{ name: "silence", title: say.silence, fields: [] }] : []),
    ...(incident.open && !isMajor(incident) ? [{ name: "major", title: say.major, path: "major",
      fields: [reason], danger: true }] : []),
    { name: "link", title: say.link, path: "links", fields: [
      { name: "kind", label: say.linkKindLabel, kind: "link_kind" },
      { name: "other", label: say.otherLabel, kind: "incident" }, reason] },
    ...(incident.links.length > 0 ? [{ name: "unlink", title: say.unlink, path: "links/remove",
      fields: [{ name: "other", label: say.otherLabel, kind: "link" } as const, reason] }] : []),
    ...(incident.open ? [{ name: "merge", title: say.merge, fields: [] }] : []),
    ...(incident.open && incident.symptom_count > 1
      ? [{ name: "split", title: say.split, fields: [] }] : []),
    ...(mayRaiseBreach.value ? [{ name: "breach", title: words().breach.become, fields: [],
      danger: true }] : []),
    ...(canBeUndone(incident) ? [{ name: "undo", title: say.undo, path: "undo", fields: [reason] }]
      : []),
  ];
}

const optional = (field: ActField): ActField => ({ ...field, optional: true });

/** What the desk can do, as far as the server can. */
function ofDesk(incident: Incident): Act[] {
  const say = words().act;
  const text = (name: string, label: string): ActField => ({ name, label, kind: "text" });
  const whom: ActField[] = [{ name: "reason", label: say.giveReason, kind: "give_reason" },
    optional({ name: "tier", label: say.tier, kind: "tier" }), optional(text("team", say.team)),
    optional(text("person", say.person))];
  const reason = area("reason", say.whyLabel);
  const isReported = (incident.report_count ?? 0) > 0;
  const inConference = incident.bridge && !incident.bridge.ended_at;
  const all: Act[] = [
    ...(incident.open ? [
      { name: "assign", title: say.assign, path: "assign",
        fields: [...whom, optional(area("note", say.noteLabel))] },
      { name: "escalate", title: say.escalate, path: "escalate",
        fields: [...whom, area("note", say.handNote)] },
      { name: "hand-over", title: say.handOver, path: "hand-over",
        fields: [...whom, area("note", say.handNote)] },
      ...(inConference ? [
        { name: "bridge/join", title: say.bridgeJoin, path: "bridge/join", fields: [] },
        { name: "bridge/end", title: say.bridgeEnd, path: "bridge/end", fields: [] },
      ] : [{ name: "bridge", title: say.bridge, path: "bridge",
        fields: [reason, optional(text("url", say.bridgeUrl)),
          ...(isReported ? [optional({ name: "invite", label: say.invite, kind: "invite" })]
            : [])] }]),
      { name: "updates", title: say.update, path: "updates",
        fields: [area("text", say.updateLabel)] },
    ] : []),
    ...(isReported ? [{ name: "answer", title: say.answer, path: "answer",
      fields: [area("text", say.answerLabel)] }] : []),
    ...(incident.state === "closed" ? [] : [{ name: "steps", title: say.step, path: "steps",
      fields: [{ name: "type", label: say.stepType, kind: "step_type" } as const,
        area("text", say.stepText), optional(area("outcome", say.stepOutcome))] }]),
    { name: "closure", title: say.closure, path: "closure", fields: [
      { name: "code", label: say.closureCode, kind: "closure_code" },
      optional({ name: "hypothesis", label: say.causeLabel, kind: "hypothesis" }),
      optional(area("cause", say.closureCause)), optional(area("fix", say.closureFix))] },
    { name: "category", title: say.category, path: "category", fields: [
      text("category", say.categoryLabel), optional(text("subcategory", say.subcategoryLabel)),
      reason] },
    { name: "publish", title: say.publish, path: "publish",
      fields: [optional(area("text", say.publishLabel))] },
  ];
  return all.filter(({ path }) => canAct(path ?? ""));
}

/** What can be done to it as it stands, the usual first. Read while rendering. */
export function actsFor(incident: Incident): Act[] {
  return [...ofCourse(incident),
    ...[...ofDesk(incident), ...seldom(incident)].map((act): Act => ({ ...act, seldom: true }))];
}
