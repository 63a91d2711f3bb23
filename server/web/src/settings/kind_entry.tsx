import { useState } from "preact/hooks";
import type { KindRecord, PackKind } from "../api/judgement_types";
import { percent, quantity } from "../format/number";
import { duration } from "../format/time";
import { tongue } from "../format/tongue";
import { locale, words, wordFor } from "../words/words";
import { GuideText } from "../incident/guide";

function severityText({ severity: rule, unit }: PackKind): string {
  const say = words().packs.rule;
  const severity = words().severity;
  const usual = wordFor(severity, rule.usual);
  const amount = (value: number | null) => quantity(value ?? 0, unit, locale.value);
  const plain = (value: number | null) => quantity(value ?? 0, "", locale.value);
  const time = duration((rule.critical_at ?? 0) * 1_000, tongue());
  const at = rule.said_at === null ? "" : say[rule.bad](amount(rule.said_at));
  switch (rule.critical_when) {
    case "beyond": return say.beyond(usual, at, say[rule.bad](amount(rule.critical_at)));
    case "soon": return say.soon(usual, time);
    case "values": return say.values(usual);
    case "times": return say.times(usual, plain(rule.critical_at));
    case "count": return say.count(usual, plain(rule.critical_at));
    case "signs": return say.signs(usual, time);
    default: return at ? say.only(usual, at) : say.always(usual);
  }
}

const weeklyText = (alarms: number) => (alarms > 0 && alarms < 0.05 ? "< 0.1"
  : quantity(alarms, "", locale.value));

function Record({ record }: { record: KindRecord | null }) {
  const say = words().packs;
  if (!record) return <>{say.noRecord}</>;
  const { precision, median_lead_seconds: lead } = record;
  return <>{words().list([
    say.came(record.came), say.never(record.never),
    ...(precision === null ? [] : [say.precision(percent(precision, locale.value))]),
    ...(lead === null ? [] : [say.lead(duration(lead * 1_000, tongue()))]),
    say.weekly(weeklyText(record.false_alarms_per_host_week)),
  ])}</>;
}

function Whole({ kind }: { kind: PackKind }) {
  const say = words().packs;
  const sentences = [kind.impending, kind.occurring].filter(Boolean);
  const rule = severityText(kind);
  return (
    <div class="stack">
      <dl class="facts">
        <div><dt>{say.comesBefore}</dt>
          <dd>{kind.disruption} ({wordFor(say.impact, String(kind.impact))})</dd></div>
        <div><dt>{say.severity}</dt>
          <dd>{words().list([rule, ...(kind.severity.learned ? [say.rule.learned] : []),
            ...(kind.weak ? [say.weak] : [])])}</dd></div>
        <div><dt>{say.record}</dt><dd><Record record={kind.record} /></dd></div>
        {sentences.length > 0 ? <div><dt>{say.says}</dt>
          <dd>{sentences.map((each) => <p key={each}>{each}</p>)}</dd></div> : null}
        {kind.leads_to.length > 0 ? <div><dt>{say.leadsTo}</dt>
          <dd>{kind.leads_to.join(", ")}</dd></div> : null}
      </dl>
      <div class="guide"><GuideText text={kind.guide} /></div>
      {kind.questions.length > 0 ? <>
        <h4>{say.questions}</h4>
        <ul class="plain">{kind.questions.map((each) => <li key={each}>{each}</li>)}</ul>
      </> : null}
    </div>
  );
}

/** One kind of the stock pack: a line that opens to all that is known of it. */
export function KindEntry({ kind }: { kind: PackKind }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary><code>{kind.kind}</code> <span class="soft">
          {wordFor(words().category, kind.category)} · {kind.disruption}</span></summary>
        {open ? <Whole kind={kind} /> : null}
      </details>
    </li>
  );
}
