import { signal } from "@preact/signals";
import { words } from "../words/words";
import { Dialog } from "./dialog";

export const keysShown = signal(false);

function Key({ keys, text }: { keys: string[]; text: string }) {
  return (
    <div class="key">
      <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
      <dd>{text}</dd>
    </div>
  );
}

export function KeysDialog() {
  if (!keysShown.value) return null;
  const { keys } = words();
  const close = () => { keysShown.value = false; };
  return (
    <Dialog title={keys.title} onClose={close}>
      <dl class="keys">
        <Key keys={["j"]} text={keys.next} />
        <Key keys={["k"]} text={keys.previous} />
        <Key keys={["Enter"]} text={keys.enter} />
        <Key keys={["a"]} text={keys.acknowledge} />
        <Key keys={["n"]} text={keys.note} />
        <Key keys={["i"]} text={keys.now} />
        <Key keys={["h"]} text={keys.hosts} />
        <Key keys={["f"]} text={keys.forecasts} />
        <Key keys={["Esc"]} text={keys.back} />
        <Key keys={["?"]} text={keys.help} />
      </dl>
      <div class="buttons">
        <button type="button" class="primary" onClick={close}>{keys.close}</button>
      </div>
    </Dialog>
  );
}
