import { useEffect } from "preact/hooks";
import { BreachPage } from "./breach/breach_page";
import { BreachesPage } from "./breach/breaches_page";
import { ForecastsPage } from "./forecasts/forecasts_page";
import { DeskPage } from "./desk/desk_page";
import { FleetPage } from "./fleet/fleet_page";
import { HostPage } from "./host/host_page";
import { IncidentPage } from "./incident/incident_page";
import { NowPage } from "./now/now_page";
import { Announcer } from "./shell/announcer";
import { StaleBanner } from "./shell/connection";
import { Header } from "./shell/header";
import { KeysDialog } from "./shell/keys_dialog";
import { TokenPanel } from "./shell/token_panel";
import { WhoDialog } from "./shell/who_dialog";
import { ReportPage } from "./report/report_page";
import { ReviewPage } from "./reviews/review_page";
import { ReviewsPage } from "./reviews/reviews_page";
import { ServicePage } from "./services/service_page";
import { ServicesPage } from "./services/services_page";
import { Palette } from "./shell/palette";
import { AuditPage } from "./settings/audit_page";
import { SettingsPage } from "./settings/settings_page";
import { SilencesPage } from "./silences/silences_page";
import { StatisticsPage } from "./statistics/statistics_page";
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
    case "fleet": return <FleetPage view={here.view} />;
    case "host": return <HostPage key={here.name} name={here.name} chart={here.chart} />;
    case "forecasts": return <ForecastsPage />;
    case "services": return <ServicesPage />;
    case "service": return <ServicePage key={here.name} name={here.name} />;
    case "silences": return <SilencesPage />;
    case "reviews": return <ReviewsPage />;
    case "desk": return <DeskPage />;
    case "report": return <ReportPage />;
    case "statistics": return <StatisticsPage />;
    case "settings": return <SettingsPage />;
    case "audit": return <AuditPage />;
    case "breaches": return <BreachesPage />;
    case "breach": return <BreachPage key={here.id} id={here.id} />;
    case "review": return <ReviewPage key={here.id} id={here.id} />;
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
      <div class="content">
        <StaleBanner />
        <main tabIndex={-1}><Page /></main>
      </div>
      <Announcer />
      <KeysDialog />
      <WhoDialog />
      <Palette />
    </>
  );
}
