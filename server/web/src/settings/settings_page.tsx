import { can } from "../state/abilities";
import { isAdmin, me } from "../state/me";
import { words } from "../words/words";
import { PageHead } from "../parts/page_head";
import { ChannelPanel } from "./channel_panel";
import { EnrolmentPanel } from "./enrolment_panel";
import { MePanel } from "./me_panel";
import { PackPanel } from "./pack_panel";
import { PeoplePanel, TeamPanel } from "./people_panel";
import { SubscriptionPanel } from "./subscription_panel";
import { TokensPanel } from "./token_panel";

/** People and how they come in; ways out and who hears of what. Only what the server has. */
export function SettingsPage() {
  const say = words();
  return (
    <>
      <PageHead title={say.sections.settings}>{me.value
        ? say.people.known(me.value.name || say.people.proof[me.value.proof],
          me.value.role ? say.people.roles[me.value.role] : "") : null}</PageHead>
      <div class="stack">
        <MePanel />
        {can("/people") && isAdmin.value ? <PeoplePanel /> : null}
        {can("/teams") ? <TeamPanel /> : null}
        {can("/tokens") ? <TokensPanel /> : null}
        {can("/enrolment/tokens") && isAdmin.value ? <EnrolmentPanel /> : null}
        {can("/channels") ? <ChannelPanel /> : null}
        {can("/subscriptions") ? <SubscriptionPanel /> : null}
        {can("/packs") ? <PackPanel /> : null}
      </div>
    </>
  );
}
