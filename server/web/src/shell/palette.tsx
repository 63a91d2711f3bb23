import { useEffect, useId, useState } from "preact/hooks";
import { words } from "../words/words";
import { Dialog } from "../parts/dialog";
import { commands } from "./commands";
import type { Command } from "./matching_commands";
import { paletteShown } from "./palette_state";

function Choice({ command, id, chosen, onChoose }:
{ command: Command; id: string; chosen: boolean; onChoose(): void }) {
  return (
    <li id={id} role="option" aria-selected={chosen} onClick={onChoose}>
      <span>{command.text}</span><span class="soft">{command.kind}</span>
    </li>
  );
}

function PaletteBox() {
  const [question, setQuestion] = useState("");
  const [place, setPlace] = useState(0);
  const id = useId();
  const say = words().palette;
  const found = commands(question);
  const chosen = Math.min(place, found.length - 1);
  const close = () => { paletteShown.value = false; };
  // First the dialog goes, then what was chosen may take the focus.
  const run = (command: Command | undefined) => { close(); if (command) setTimeout(command.run); };
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const key = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) setPlace(Math.max(0, Math.min(found.length - 1, chosen + step)));
    else if (event.key === "Enter") run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={say.title} onClose={close} class="palette">
      <input type="search" role="combobox" aria-expanded="true" aria-controls={`${id}-list`}
        aria-label={say.title} autocomplete="off" spellcheck={false} value={question}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        placeholder={say.hint} onKeyDown={key}
        onInput={(event) => { setQuestion(event.currentTarget.value); setPlace(0); }} />
      <ul id={`${id}-list`} role="listbox" aria-label={say.title}>
        {found.map((command, at) => (
          <Choice key={command.id} id={`${id}-${at}`} command={command} chosen={at === chosen}
            onChoose={() => run(command)} />
        ))}
      </ul>
      {found.length === 0 ? <p class="soft">{say.nothing}</p> : null}
    </Dialog>
  );
}

/** Everything that can be reached or done, by typing some of its name. */
export function Palette() {
  return paletteShown.value ? <PaletteBox /> : null;
}
