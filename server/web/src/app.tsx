import { useEffect } from "preact/hooks";
import { ForecastsPage } from "./forecasts/forecasts_page";
import { HostsPage } from "./hosts/hosts_page";
import { IncidentPage } from "./incident/incident_page";
import { NowPage } from "./now/now_page";
import { Announcer } from "./parts/announcer";
import { StaleBanner } from "./parts/connection";
import { Header } from "./parts/header";
import { KeysDialog } from "./parts/keys_dialog";
import { TokenPanel } from "./parts/token_panel";
import { WhoDialog } from "./parts/who_dialog";
import { openIncidents } from "./state/incidents";
import { link } from "./state/live";
import { route } from "./state/route";
import { locale, words } from "./words/words";

function Page() {
  if (link.value === "refused") return <TokenPanel />;
  const here = route.value;
  switch (here.page) {
    case "now": return <NowPage filter={here.filter} />;
    case "incident": return <IncidentPage key={here.id} id={here.id} />;
    case "hosts": return <HostsPage />;
    case "forecasts": return <ForecastsPage />;
  }
}

/** The tab's own title counts what is open, so that a glance at the tabs is enough. */
function useDocument(): void {
  const say = words();
  const open = openIncidents.value.length;
  const title = open > 0 ? say.summary.tab(open, say.product) : say.product;
  useEffect(() => { document.title = title; }, [title]);
  useEffect(() => { document.documentElement.lang = locale.value; }, [locale.value]);
}

function skip(event: Event): void {
  event.preventDefault();
  document.querySelector("main")?.focus();
}

export function App() {
  useDocument();
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>{words().skipToContent}</a>
      <Header />
      <StaleBanner />
      <main tabIndex={-1}><Page /></main>
      <Announcer />
      <KeysDialog />
      <WhoDialog />
    </>
  );
}
