import { useState } from "preact/hooks";
import { words } from "../words/words";
import { AreaField, ChoiceField } from "../parts/fields";
import { Form } from "../parts/form";
import { Moment } from "../parts/moment";
import { StateMark } from "../parts/state_mark";
import { AuthorityClock } from "./breach_clock";
import type { BreachPart } from "./breach_page";

function NoticeForm({ act, onClose }: { act: BreachPart["act"]; onClose(): void }) {
  const [told, setTold] = useState("yes");
  const [whole, setWhole] = useState("yes");
  const [text, setText] = useState("");
  const say = words().breach;
  const submit = async () => text.trim() !== "" && act("authority",
    { told, words: text.trim(), ...(told === "yes" ? { whole } : {}) });
  return (
    <Form subject="breach authority" submit={words().act.send} onSubmit={submit} onClose={onClose}>
      <ChoiceField label={say.told} value={told} onChange={setTold} first
        choices={[["yes", say.toldYes], ["no", say.toldNo]]} />
      {told === "yes" ? <ChoiceField label={say.whole} value={whole} onChange={setWhole}
        choices={[["yes", say.wholeYes], ["no", say.wholeNo]]} /> : null}
      <AreaField label={told === "yes" ? say.toldWords : say.notToldWords} value={text}
        onChange={setText} required />
    </Form>
  );
}

/** The duty to tell the authority within its time, or to say why there is none. */
export function Authority({ breach, act }: BreachPart) {
  const [open, setOpen] = useState(false);
  const say = words().breach;
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.authority}</h2>
        {open || breach.state === "closed" ? null
          : <button type="button" class="small" onClick={() => setOpen(true)}>
            {say.noteNotice}</button>}
      </div>
      <p><AuthorityClock breach={breach} /></p>
      <p class="soft">{say.dueAt} <Moment at={breach.authority_due_at} as="zoned" /></p>
      {open ? <NoticeForm act={act} onClose={() => setOpen(false)} /> : null}
      <ul class="divided">
        {breach.notices.map((notice, place) => (
          <li key={place}>
            <p><StateMark tone={notice.told ? "good" : "quiet"} icon="audit"
              text={notice.told ? say.wasTold : say.wasNotTold} />
            {notice.told && !notice.whole ? ` · ${say.wholeNo}` : ""}</p>
            <p class="lines">{notice.words}</p>
            <p class="soft">{notice.by} <Moment at={notice.at} as="zoned" /></p>
          </li>
        ))}
      </ul>
    </section>
  );
}
