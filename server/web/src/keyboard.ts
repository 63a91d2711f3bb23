import { hashOf } from "./state/address";
import { acknowledge } from "./state/actions";
import { incidents } from "./state/incidents";
import { goTo, lastFilter, route } from "./state/route";
import { openForm } from "./incident/actions";
import { keysShown } from "./parts/keys_dialog";

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];

/** To the next or previous row; from nowhere to the first. */
function move(step: number): void {
  const all = rows();
  const here = all.findIndex((each) => each === document.activeElement);
  const next = here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step));
  all[next]?.focus();
  all[next]?.scrollIntoView({ block: "nearest" });
}

/** The incident that a key speaks of: the open one, or the focused row. */
function subject(): string | undefined {
  const now = route.value;
  if (now.page === "incident") {
    return [...incidents.value.values()]
      .find((each) => each.reference === now.id || each.id === now.id)?.id;
  }
  const focused = document.activeElement;
  return focused instanceof HTMLElement ? focused.dataset.row : undefined;
}

function acknowledgeSubject(): void {
  const incident = incidents.value.get(subject() ?? "");
  if (incident?.open && !incident.owner) void acknowledge(incident.id);
}

function back(): void {
  if (openForm.value) openForm.value = null;
  else if (route.value.page !== "now") location.hash = hashOf({ page: "now", filter: lastFilter.value });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

const actions: Record<string, () => void> = {
  j: () => move(1),
  k: () => move(-1),
  a: acknowledgeSubject,
  n: () => { if (route.value.page === "incident") openForm.value = "note"; },
  i: () => goTo({ page: "now", filter: lastFilter.value }),
  h: () => goTo({ page: "hosts" }),
  f: () => goTo({ page: "forecasts" }),
  "?": () => { keysShown.value = true; },
  Escape: back,
};

const typing = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Single keys act unless someone is typing, a dialog is open, or a browser's own key is meant. */
export function followKeyboard(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    if (typing(event.target) && event.key !== "Escape") return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  });
}
