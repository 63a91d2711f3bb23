import { useState } from "preact/hooks";
import type { Hypothesis, HypothesisState, IncidentDetail } from "../api/types";
import { perform } from "../state/actions";
import { words } from "../words/words";
import { AreaField } from "../parts/fields";
import { Form } from "../parts/form";
import { Moment } from "../parts/moment";
import { StateMark, type Tone } from "../parts/state_mark";

const tones: Record<HypothesisState, Tone> = {
  proposed: "quiet", supported: "coming", refuted: "bad", accepted: "good",
};
const icons = {
  proposed: "report", supported: "plus", refuted: "close", accepted: "ended",
} as const;
/** What may be made of it next: only what is supported is accepted, and that is the end. */
const next: Record<HypothesisState, readonly HypothesisState[]> = {
  proposed: ["supported", "refuted"], supported: ["supported", "refuted", "accepted"],
  refuted: ["supported", "refuted"], accepted: [],
};

function JudgeForm({ incident, hypothesis, state, onClose }: {
  incident: IncidentDetail; hypothesis: Hypothesis; state: HypothesisState; onClose(): void;
}) {
  const [evidence, setEvidence] = useState("");
  const say = words().hypothesis;
  const submit = async () => evidence.trim() !== "" && perform(incident.id,
    `hypotheses/${encodeURIComponent(hypothesis.id)}`, { state, evidence: evidence.trim() });
  return (
    <Form subject={incident.id} submit={say.judge[state]} onSubmit={submit} onClose={onClose}>
      <AreaField label={say.evidence} value={evidence} onChange={setEvidence} rows={2} required
        first />
    </Form>
  );
}

function OneHypothesis({ incident, hypothesis }:
{ incident: IncidentDetail; hypothesis: Hypothesis }) {
  const [judging, setJudging] = useState<HypothesisState | null>(null);
  const say = words();
  const { state, evidence } = hypothesis;
  return (
    <li class="hypothesis">
      <p class="row-facts">
        <StateMark tone={tones[state]} icon={icons[state]} text={say.hypothesis.state[state]} />
        <span>{hypothesis.id}</span>
        <span>{hypothesis.author}</span><Moment at={hypothesis.at} as="zoned" />
      </p>
      <p class="lines">{hypothesis.text}</p>
      {evidence.length > 0 ? (
        <ul class="evidence">
          {evidence.map((each, place) => (
            <li key={place}><strong>{say.hypothesis.state[each.state]}</strong> {each.text}{" "}
              <span class="soft">{each.actor} <Moment at={each.at} as="zoned" /></span></li>
          ))}
        </ul>
      ) : null}
      {judging ? <JudgeForm incident={incident} hypothesis={hypothesis} state={judging}
        onClose={() => setJudging(null)} />
        : <div class="buttons">
          {next[state].map((each) => (
            <button key={each} type="button" class="small" onClick={() => setJudging(each)}>
              {say.hypothesis.judge[each]}</button>
          ))}
        </div>}
    </li>
  );
}

function ProposeForm({ incident, onClose }: { incident: IncidentDetail; onClose(): void }) {
  const [text, setText] = useState("");
  const say = words().hypothesis;
  const submit = async () => text.trim() !== ""
    && perform(incident.id, "hypotheses", { text: text.trim() });
  return (
    <Form subject={incident.id} submit={say.propose} onSubmit={submit} onClose={onClose}>
      <AreaField label={say.text} value={text} onChange={setText} rows={2} required first />
    </Form>
  );
}

/** What people believe to be the cause, and what became of each belief. */
export function Hypotheses({ incident }: { incident: IncidentDetail }) {
  const [proposing, setProposing] = useState(false);
  const say = words().hypothesis;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{say.title}</h2>
        {proposing ? null : <button type="button" class="small"
          onClick={() => setProposing(true)}>{say.proposeNew}</button>}
      </div>
      {proposing ? <ProposeForm incident={incident} onClose={() => setProposing(false)} /> : null}
      {incident.hypotheses.length === 0 && !proposing ? <p class="soft">{say.none}</p> : null}
      <ul class="divided">
        {incident.hypotheses.map((each) => (
          <OneHypothesis key={each.id} incident={incident} hypothesis={each} />
        ))}
      </ul>
    </section>
  );
}
