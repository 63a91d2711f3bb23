import { hashOf } from "../state/address";
import { acknowledge } from "../state/actions";
import { incidentNamed, incidents } from "../state/incidents";
import { lastFilter, route } from "../state/route";
import { toggleChosen } from "../now/chosen";
import { closeAct, openAct, opened } from "../incident/acts";
import { keysShown } from "./keys_dialog";
import { paletteShown } from "./palette_state";
import { sections } from "./sections";

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];

/** To the next or previous row; from nowhere to the first. */
function move(step: number): void {
  const all = rows();
  const here = all.findIndex((each) => each === document.activeElement);
  const next = here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step));
  all[next]?.focus();
  all[next]?.scrollIntoView({ block: "nearest" });
}

const focusedRow = () => (document.activeElement instanceof HTMLElement
  ? document.activeElement.dataset.row : undefined);

/** The incident that a key speaks of: the open one, or the focused row. */
function subject(): string | undefined {
  const now = route.value;
  return now.page === "incident" ? incidentNamed(now.id)?.id : focusedRow();
}

function acknowledgeSubject(): void {
  const incident = incidents.value.get(subject() ?? "");
  if (incident?.open && !incident.owner) void acknowledge(incident.id);
}

function back(): void {
  const { page } = route.value;
  if (opened.value) closeAct();
  else if (page === "host") history.back();
  else if (page === "breach") location.hash = "#/breaches";
  else if (page !== "now") location.hash = hashOf({ page: "now", filter: lastFilter.value });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

function find(): void {
  const field = document.querySelector<HTMLElement>("main input[type=search]");
  if (field) field.focus();
  else paletteShown.value = true;
}

const onIncident = (name: string) => () => { if (route.value.page === "incident") openAct(name); };

const actions: Record<string, () => void> = {
  j: () => move(1),
  k: () => move(-1),
  a: acknowledgeSubject,
  x: () => { const row = focusedRow(); if (row) toggleChosen(row); },
  n: onIncident("note"),
  e: onIncident("resolve"),
  "/": find,
  "?": () => { keysShown.value = true; },
  Escape: back,
};

/** Places have keys of their own, as the menu says. */
function placeOf(key: string): (() => void) | undefined {
  const section = sections().find((each) => each.key === key);
  return section && (() => { location.hash = section.address; });
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type !== "checkbox"
  || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

function openPalette(event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return false;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) paletteShown.value = true;
  return true;
}

/** Single keys act unless someone is typing, a dialog is open, or a browser's own key is meant. */
export function followKeyboard(): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || openPalette(event)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (typing(event.target) && event.key !== "Escape") return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : placeOf(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  });
}
