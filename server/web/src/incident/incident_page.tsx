import { useEffect } from "preact/hooks";
import { ApiError } from "../api/client";
import type { IncidentDetail } from "../api/types";
import { hashOf } from "../state/address";
import { lastFilter } from "../state/route";
import { words } from "../words/words";
import { BackLink } from "../parts/back_link";
import { EvidencePlots } from "../plot/evidence_plots";
import { About } from "./about";
import { Actions } from "./actions";
import { Causes } from "./causes";
import { Changes } from "./changes";
import { DeskPanel } from "./desk_panel";
import { FirstSigns } from "./first_signs";
import { Guide } from "./guide";
import { Heading } from "./heading";
import { Hypotheses } from "./hypotheses";
import { Notices } from "./notices";
import { KnownErrors, SimilarIncidents } from "./past";
import { Questions } from "./questions";
import { Reporters } from "./reporters";
import { ScopeMap } from "./scope_map";
import { Snapshots } from "./snapshots";
import { Symptoms } from "./symptoms";
import { Timeline } from "./timeline";
import { useIncident } from "./use_incident";
import { WhyPriority } from "./why_priority";

function Whole({ incident }: { incident: IncidentDetail }) {
  return (
    <article class="incident" aria-labelledby="incident-title">
      <Heading incident={incident} />
      <Notices incident={incident} />
      <Actions incident={incident} />
      <div class="columns">
        <div class="stack">
          <EvidencePlots incident={incident} />
          <Reporters incident={incident} />
          <Causes incident={incident} />
          <KnownErrors incident={incident} />
          <Guide incident={incident} />
          <Hypotheses incident={incident} />
          <Snapshots incident={incident} />
          <Symptoms incident={incident} />
          <Timeline incident={incident} />
        </div>
        <div class="stack">
          <WhyPriority incident={incident} />
          <DeskPanel incident={incident} />
          <ScopeMap incident={incident} />
          <FirstSigns incident={incident} />
          <Changes incident={incident} />
          <Questions incident={incident} />
          <SimilarIncidents incident={incident} />
          <About incident={incident} />
        </div>
      </div>
    </article>
  );
}

/** Everything that is known about one incident, and what to do. */
export function IncidentPage({ id }: { id: string }) {
  const { incident, error } = useIncident(id);
  const say = words().incident;
  const here = incident !== null;
  useEffect(() => {
    scrollTo(0, 0);
    // Whoever listens hears what was opened, and the keys start from here.
    if (here) document.getElementById("incident-title")?.focus({ preventScroll: true });
  }, [id, here]);
  return (
    <>
      <BackLink href={hashOf({ page: "now", filter: lastFilter.value })} text={say.back} />
      {incident ? <Whole incident={incident} /> : null}
      {!incident && !error ? <p class="soft">{say.loading}</p> : null}
      {!incident && error ? <Failed error={error} /> : null}
    </>
  );
}

function Failed({ error }: { error: ApiError }) {
  const say = words().incident;
  return (
    <div class="panel narrow" role="alert">
      <h1>{error.status === 404 ? say.missing : say.failed}</h1>
      {error.status > 0 && error.message ? <p class="soft">{error.message}</p> : null}
    </div>
  );
}
