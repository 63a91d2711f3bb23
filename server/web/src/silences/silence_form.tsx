import { useState } from "preact/hooks";
import { send } from "../state/actions";
import { words } from "../words/words";
import { AreaField, ChoiceField } from "../parts/fields";
import { Form } from "../parts/form";
import { matchersOf } from "./matchers";
import { PreviewPanel } from "./preview_panel";
import { changed } from "./use_suppressions";

const durations = ["30m", "1h", "2h", "4h", "8h", "1d", "3d", "7d"] as const;
const quiets = ["", "5m", "10m", "30m", "1h"] as const;
const example = 'host=~"web-.*"';
const subject = "new silence";

interface SilenceFormProps {
  matchers?: string[];
  onClose(): void;
}

/** Hides something known for a while; shows what before it does. */
export function SilenceForm({ matchers = [], onClose }: SilenceFormProps) {
  const [text, setText] = useState(matchers.join("\n"));
  const [duration, setDuration] = useState<string>("2h");
  const [quiet, setQuiet] = useState("");
  const [reason, setReason] = useState("");
  const say = words().silence;
  const body = { matchers: matchersOf(text), duration,
    ...(quiet ? { end_when_quiet: quiet } : {}) };
  const ready = body.matchers.length > 0;
  const submit = async () => {
    if (!ready || !reason.trim()) return false;
    const done = await send(subject, "POST", "/silences",
      (owner) => ({ ...body, owner, reason: reason.trim() }));
    if (done) changed();
    return done;
  };
  return (
    <Form subject={subject} title={say.newSilence} submit={say.doSilence} class="action-form wide"
      onSubmit={submit} onClose={onClose}>
      <div class="form-columns">
        <div class="stack">
          <AreaField label={say.matchers} hint={say.matchersHint} value={text} onChange={setText}
            placeholder={example} required first={matchers.length === 0} />
          <ChoiceField label={say.duration} value={duration} onChange={setDuration}
            choices={durations.map((each) => [each, say.span(each)])} />
          <ChoiceField label={say.quiet} hint={say.quietHint} value={quiet} onChange={setQuiet}
            choices={quiets.map((each) => [each, each ? say.span(each) : say.quietNo])} />
          <AreaField label={say.reason} value={reason} onChange={setReason} rows={2} required
            first={matchers.length > 0} />
        </div>
        <PreviewPanel kind="silences" body={ready ? body : null} />
      </div>
    </Form>
  );
}
