import { useState } from "preact/hooks";
import { send } from "../state/actions";
import { words } from "../words/words";
import { AreaField, ChoiceField, TextField } from "../parts/fields";
import { Form } from "../parts/form";
import { matchersOf } from "./matchers";
import { PreviewPanel } from "./preview_panel";
import { recurrenceOf, rules, type Rule } from "./recurrence";
import { changed } from "./use_suppressions";

const examples = { matchers: 'host=~"db-.*"', cron: "30 1 * * sun",
  rrule: "FREQ=MONTHLY;BYDAY=1SU" };
const subject = "new window";
const zones = (): string[] => Intl.supportedValuesOf?.("timeZone") ?? [];
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const half_year_ms = 182 * 86_400_000;

interface Plan {
  rule: Rule;
  first: string;
  text: string;
  zone: string;
  duration: string;
  until: string;
}

/** "2026-05-03T02:00" of a date, as fields and the server write local times. */
const localOf = (date: Date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  .toISOString().slice(0, 16);

function PlanFields({ plan, change }: { plan: Plan; change(part: Partial<Plan>): void }) {
  const say = words().silence;
  const written = plan.rule === "cron" || plan.rule === "rrule";
  return (
    <>
      <ChoiceField label={say.rule} value={plan.rule}
        onChange={(rule) => change({ rule: rule as Rule })}
        choices={rules.map((each) => [each, say.rules[each]])} />
      {written ? <TextField label={plan.rule === "cron" ? say.cron : say.rrule} value={plan.text}
        placeholder={plan.rule === "cron" ? examples.cron : examples.rrule}
        onChange={(text) => change({ text })} required /> : null}
      {plan.rule === "cron" ? null : <TextField label={say.first} type="datetime-local"
        value={plan.first} onChange={(first) => change({ first })} required />}
      <div class="field-pair">
        <TextField label={say.zone} value={plan.zone} list="zones" required
          onChange={(zone) => change({ zone })} />
        <datalist id="zones">{zones().map((zone) => <option key={zone} value={zone} />)}</datalist>
        <TextField label={say.length} hint={say.lengthHint} value={plan.duration} required
          onChange={(duration) => change({ duration })} />
      </div>
      <TextField label={say.until} type="datetime-local" value={plan.until} required
        onChange={(until) => change({ until })} />
    </>
  );
}

/** Planned work that comes again: when, for how long, and what it hides. */
export function WindowForm({ onClose }: { onClose(): void }) {
  const [matchers, setMatchers] = useState("");
  const [reason, setReason] = useState("");
  const [plan, setPlan] = useState<Plan>(() => ({ rule: "weekly", first: "", text: "",
    zone: ownZone(), duration: "2h", until: localOf(new Date(Date.now() + half_year_ms)) }));
  const say = words().silence;
  const recurrence = recurrenceOf(plan);
  const lines = matchersOf(matchers);
  const body = recurrence && lines.length > 0 && plan.until && plan.duration && plan.zone
    ? { matchers: lines, ...recurrence, zone: plan.zone, duration: plan.duration,
      until: new Date(plan.until).toISOString() } : null;
  const submit = async () => {
    if (!body || !reason.trim()) return false;
    const done = await send(subject, "POST", "/maintenance-windows",
      (owner) => ({ ...body, owner, reason: reason.trim() }));
    if (done) changed();
    return done;
  };
  return (
    <Form subject={subject} title={say.newWindow} submit={say.doWindow} class="action-form wide"
      onSubmit={submit} onClose={onClose}>
      <div class="form-columns">
        <div class="stack">
          <AreaField label={say.matchers} hint={say.matchersHint} value={matchers} rows={2}
            onChange={setMatchers} placeholder={examples.matchers} required first />
          <PlanFields plan={plan} change={(part) => setPlan((known) => ({ ...known, ...part }))} />
          <AreaField label={say.reason} value={reason} onChange={setReason} rows={2} required />
        </div>
        <PreviewPanel kind="maintenance-windows" body={body} />
      </div>
    </Form>
  );
}
