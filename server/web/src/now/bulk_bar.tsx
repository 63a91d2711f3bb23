import { useState } from "preact/hooks";
import type { Incident } from "../api/types";
import { acknowledgeAll } from "../state/actions";
import { words } from "../words/words";
import { chosen } from "./chosen";

/** Those that are ticked, still open, and that nobody has. */
export function takable(shown: readonly Incident[], ticked: ReadonlySet<string>): Incident[] {
  return shown.filter(({ id, open, owner }) => open && !owner && ticked.has(id));
}

/** What can be done to all that are ticked; there only when some are. */
export function BulkBar({ shown }: { shown: readonly Incident[] }) {
  const [busy, setBusy] = useState(false);
  const ticked = shown.filter(({ id }) => chosen.value.has(id));
  if (ticked.length === 0) return null;
  const say = words();
  const takables = takable(shown, chosen.value);
  const clear = () => { chosen.value = new Set(); };
  const take = async () => {
    setBusy(true);
    await acknowledgeAll(takables.map(({ id }) => id));
    setBusy(false);
    clear();
  };
  return (
    <div class="bulk" role="region" aria-label={say.bulk.name}>
      <strong role="status">{say.bulk.count(ticked.length)}</strong>
      <div class="buttons">
        <button type="button" class="primary" disabled={busy || takables.length === 0}
          onClick={() => void take()}>
          {busy ? say.act.saving : say.bulk.acknowledge(takables.length)}</button>
        <button type="button" onClick={() => {
          chosen.value = new Set(shown.filter(({ open }) => open).map(({ id }) => id));
        }}>{say.bulk.all(shown.length)}</button>
        <button type="button" class="quiet" onClick={clear}>{say.bulk.none}</button>
      </div>
    </div>
  );
}
