import { actsFor, openAct } from "../incident/acts";
import { mayRaiseBreach } from "../state/breaches";
import { hostAddress, incidentAddress, serviceAddress } from "../state/address";
import { acknowledge } from "../state/actions";
import { hosts } from "../state/hosts";
import { incidentNamed, openIncidents } from "../state/incidents";
import { route } from "../state/route";
import { language, theme } from "../state/settings";
import { scheme } from "../state/theme";
import { serviceNames } from "../state/services";
import { languages, words } from "../words/words";
import { matchingCommands, type Command } from "./matching_commands";
import { sections } from "./sections";

const go = (address: string) => () => { location.hash = address; };

function ofIncident(): Command[] {
  const here = route.value;
  const incident = here.page === "incident" ? incidentNamed(here.id) : undefined;
  if (!incident) return [];
  const kind = incident.reference;
  const say = words().act;
  return [
    ...(incident.open && !incident.owner ? [{ id: "acknowledge", text: say.acknowledge, kind,
      run: () => void acknowledge(incident.id) }] : []),
    ...actsFor(incident).map((act) => ({ id: `act ${act.name}`, text: act.title, kind,
      run: () => openAct(act.name) })),
  ];
}

function places(): Command[] {
  const say = words();
  return [
    ...sections().map(({ name, address }) => (
      { id: address, text: name, kind: say.palette.page, run: go(address) })),
    ...(mayRaiseBreach.value ? [{ id: "breach", text: say.breach.raise, kind: say.palette.page,
      run: go("#/breaches") }] : []),
    { id: "theme", text: say.theme[scheme.value === "dark" ? "light" : "dark"],
      kind: say.palette.setting,
      run: () => { theme.value = scheme.value === "dark" ? "light" : "dark"; } },
    ...Object.entries(languages).map(([code, { language: name }]) => ({ id: `language ${code}`,
      text: name, kind: say.palette.setting, run: () => { language.value = code; } })),
  ];
}

function things(): Command[] {
  const say = words().palette;
  return [
    ...openIncidents.value.map(({ reference, title }) => ({ id: reference,
      text: `${reference} ${title}`, kind: say.incident, run: go(incidentAddress(reference)) })),
    ...hosts.value.map(({ name }) => (
      { id: `host ${name}`, text: name, kind: say.host, run: go(hostAddress(name)) })),
    ...serviceNames.value.map((name) => (
      { id: `service ${name}`, text: name, kind: say.service, run: go(serviceAddress(name)) })),
  ];
}

/** What can be done here, then the places, then (once something is asked) the things. */
export function commands(question: string): Command[] {
  const near = [...ofIncident(), ...places()];
  return matchingCommands(question.trim() ? [...near, ...things()] : near, question);
}
