import { useState } from "preact/hooks";
import { words } from "../words/words";

/** A command to run elsewhere, with a way to take it along. */
export function Command({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const say = words();
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div class="command">
      <pre tabIndex={0}>{text}</pre>
      {/* Browsers have no clipboard on plain HTTP beyond the own host. */}
      {"clipboard" in navigator ? <button type="button" class="small" onClick={copy}>
        {copied ? say.copied : say.copy}</button> : null}
    </div>
  );
}
