import { useState } from "preact/hooks";
import type { ChecklistItem } from "../api/breach_types";
import { words } from "../words/words";
import { AreaField } from "../parts/fields";
import { Form } from "../parts/form";
import { Moment } from "../parts/moment";
import { StateMark } from "../parts/state_mark";
import type { BreachPart } from "./breach_page";

/** In the reader's language; an item that is too new for this page in the server's words. */
function itemText({ code, text }: ChecklistItem): string {
  const known: Record<string, string> = words().breach.items;
  return known[code] ?? text;
}

function DoneForm({ item, act, onClose }:
{ item: ChecklistItem; act: BreachPart["act"]; onClose(): void }) {
  const [note, setNote] = useState("");
  const say = words().breach;
  const submit = () => act("checklist",
    { item: item.code, ...(note.trim() ? { note: note.trim() } : {}) });
  return (
    <Form subject="breach checklist" submit={say.itemDone} onSubmit={submit} onClose={onClose}>
      <AreaField label={say.itemNote} value={note} onChange={setNote} rows={2} first />
    </Form>
  );
}

function Item({ item, act, open, onOpen }: { item: ChecklistItem; act: BreachPart["act"] | null;
  open: boolean; onOpen(open: boolean): void }) {
  const say = words().breach;
  return (
    <li>
      <div class="card-head">
        <div>
          <p>{itemText(item)}</p>
          <p><StateMark tone={item.done_at ? "good" : "quiet"}
            icon={item.done_at ? "ended" : "impending"}
            text={item.done_at ? say.itemIsDone : say.itemIsOpen} />
          {item.done_at ? <span class="soft"> {item.done_by}{" "}
            <Moment at={item.done_at} as="zoned" /></span> : null}</p>
          {item.note ? <p class="lines">{item.note}</p> : null}
        </div>
        {item.done_at || !act || open ? null
          : <button type="button" class="small" onClick={() => onOpen(true)}>{say.itemDone}
            <span class="unseen"> {itemText(item)}</span></button>}
      </div>
      {open && act ? <DoneForm item={item} act={act} onClose={() => onOpen(false)} /> : null}
    </li>
  );
}

/** What has to be done before it can be closed. */
export function Checklist({ breach, act }: BreachPart) {
  const [open, setOpen] = useState("");
  const say = words().breach;
  return (
    <section class="panel">
      <div class="panel-head"><h2>{say.checklist}</h2>
        <span class="soft">{say.done(breach.checklist_done, breach.checklist_all)}</span></div>
      <ol class="divided checklist">
        {breach.checklist.map((item) => (
          <Item key={item.code} item={item} act={breach.state === "closed" ? null : act}
            open={open === item.code} onOpen={(wanted) => setOpen(wanted ? item.code : "")} />
        ))}
      </ol>
    </section>
  );
}
