import { useState } from "preact/hooks";
import type { IncidentDetail } from "../api/types";
import { perform } from "../state/actions";
import { incidents, openIncidents } from "../state/incidents";
import { words } from "../words/words";
import { AreaField, ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import type { Act, ActField } from "./acts";

export const roles = ["commander", "communications", "operations", "liaison", "scribe"] as const;
const giveReasons = ["skill", "access", "priority", "category", "time_in_tier", "not_acknowledged",
  "clock_at_risk", "wrong_team", "shift_end", "workload", "absence", "user_request"] as const;
const stepTypes = ["checked", "changed", "communicated", "escalated"] as const;
const closureCodes = ["fixed", "workaround", "recovered_by_itself", "no_fault_found", "user_error",
  "duplicate", "not_reproducible", "wont_fix"] as const;
const offered_max = 200;

interface FieldProps {
  field: ActField;
  incident: IncidentDetail;
  value: string;
  first: boolean;
  onChange(value: string): void;
}

/** "INC-000041 The title" for a link: by the id that it has. */
export function nameOf(id: string, number: number): string {
  const known = incidents.value.get(id);
  return known ? `${known.reference} ${known.title}` : `INC-${String(number).padStart(6, "0")}`;
}

function Others({ field, incident, ...rest }: FieldProps) {
  const others = openIncidents.value.filter(({ id }) => id !== incident.id).slice(0, offered_max);
  return (
    <>
      <TextField label={field.label} hint={words().act.otherHint} list="other-incidents" required
        {...rest} />
      <datalist id="other-incidents">
        {others.map(({ reference, title }) => (
          <option key={reference} value={reference}>{title}</option>
        ))}
      </datalist>
    </>
  );
}

function Field(props: FieldProps) {
  const { field, incident, ...rest } = props;
  const say = words();
  const shared = { ...rest, label: field.label, required: !field.optional, name: field.name };
  switch (field.kind) {
    case "area": return <AreaField {...shared} />;
    case "text": return <TextField {...shared} max={200} />;
    case "until": return <TextField {...shared} type="datetime-local" hint={say.act.untilHint} />;
    case "role": return <ChoiceField {...shared}
      choices={roles.map((role) => [role, say.roles[role]])} />;
    case "link_kind": return <ChoiceField {...shared} choices={[
      ["duplicate_of", say.links.duplicate_of], ["child_of", say.links.child_of]]} />;
    case "tier": return <ChoiceField {...shared} choices={[["", say.act.anyTier], ["L1", "L1"],
      ["L2", "L2"], ["L3", "L3"]]} />;
    case "give_reason": return <ChoiceField {...shared}
      choices={giveReasons.map((each) => [each, say.giveReasons[each]])} />;
    case "closure_code": return <ChoiceField {...shared}
      choices={closureCodes.map((each) => [each, say.report.codes[each]])} />;
    case "step_type": return <ChoiceField {...shared}
      choices={stepTypes.map((each) => [each, say.act.stepTypes[each]])} />;
    case "invite": return <ChoiceField {...shared} choices={[
      ["responders", say.act.inviteResponders], ["reporters", say.act.inviteReporters]]} />;
    case "link": return <ChoiceField {...shared} choices={incident.links.map(({ id, number }) =>
      [String(number), nameOf(id, number)])} />;
    case "incident": return <Others {...props} />;
    case "known_error": {
      const known = incident.diagnosis.known_errors;
      return known.length === 0 ? null : <ChoiceField {...shared} choices={[
        ["", say.act.noFix], ...known.map(({ id, title }) => [id, title] as const)]} />;
    }
    case "hypothesis": {
      const accepted = acceptedOf(incident);
      return accepted ? <ChoiceField {...shared} choices={[
        [accepted.id, accepted.text], ["", say.act.noCause]]} /> : null;
    }
  }
}

const acceptedOf = ({ hypotheses }: IncidentDetail) =>
  hypotheses.find(({ state }) => state === "accepted");

/** The fix that waits for its verdict is the one that helped, unless somebody says otherwise. */
const appliedIn = ({ fixes }: IncidentDetail) =>
  fixes.filter(({ worked }) => worked === null).at(-1)?.known_error ?? "";

/** What is said already is there to be changed. */
function saidOf(act: Act, { name }: ActField, incident: IncidentDetail): string {
  if (act.name === "publish") return incident.public_words ?? "";
  if (act.name === "category" && name === "category") return incident.category;
  if (act.name === "category" && name === "subcategory") return incident.subcategory;
  const { closure } = incident;
  if (act.name !== "closure" || !closure) return "";
  return { code: closure.code, cause: closure.cause, fix: closure.fix,
    hypothesis: closure.hypothesis ?? "" }[name] ?? "";
}

function startOf(act: Act, field: ActField, incident: IncidentDetail): string {
  const said = saidOf(act, field, incident);
  if (said) return said;
  switch (field.kind) {
    case "role": return roles[0];
    case "link_kind": return "duplicate_of";
    case "give_reason": return giveReasons[0];
    case "closure_code": return closureCodes[0];
    case "step_type": return stepTypes[0];
    case "invite": return "responders";
    case "hypothesis": return acceptedOf(incident)?.id ?? "";
    case "known_error": return appliedIn(incident);
    case "link": return String(incident.links[0]?.number ?? "");
    default: return "";
  }
}

/** A local time of a field as the server takes it. */
const instantOf = (local: string) => new Date(local).toISOString();

function bodyOf(act: Act, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(act.fields.flatMap(({ name, kind }) => {
    const value = values[name]?.trim() ?? "";
    if (!value) return [];
    return [[name, kind === "until" ? instantOf(value) : value]];
  }));
}

/** Asks what an act wants to know, and does it. */
export function ActForm({ act, incident, onClose }:
{ act: Act; incident: IncidentDetail; onClose(): void }) {
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(act.fields.map((field) => [field.name, startOf(act, field, incident)])));
  const missing = act.fields.some(({ name, optional }) => !optional && !values[name]?.trim());
  const submit = async () =>
    !missing && perform(incident.id, act.path ?? act.name, bodyOf(act, values));
  return (
    <Form subject={incident.id} title={act.title} submit={act.fields.length > 0
      ? words().act.send : act.title} danger={act.danger} class="action-form" onSubmit={submit}
      onClose={onClose}>
      {act.fields.map((field, place) => (
        <Field key={field.name} field={field} incident={incident} first={place === 0}
          value={values[field.name] ?? ""}
          onChange={(value) => setValues((known) => ({ ...known, [field.name]: value }))} />
      ))}
    </Form>
  );
}
