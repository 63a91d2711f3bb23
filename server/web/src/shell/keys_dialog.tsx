import { signal } from "@preact/signals";
import { sections } from "./sections";
import { words } from "../words/words";
import { Dialog } from "../parts/dialog";

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
        <Key keys={["x"]} text={keys.choose} />
        <Key keys={["e"]} text={keys.resolve} />
        <Key keys={["/"]} text={keys.find} />
        <Key keys={["Ctrl", "K"]} text={keys.palette} />
        {sections().map(({ key, name }) => <Key key={key} keys={[key]} text={name} />)}
        <Key keys={["Esc"]} text={keys.back} />
        <Key keys={["?"]} text={keys.help} />
      </dl>
      <div class="buttons">
        <button type="button" class="primary" onClick={close}>{keys.close}</button>
      </div>
    </Dialog>
  );
}
