#include "server/app/api.hpp"

#include <iterator>

#include "server/http/health_route.hpp"
#include "server/http/openapi_route.hpp"

namespace foreshock::app {

Api::Api(ApiSources from, wire::ReportLimits limits, http::PageRoute page,
         http::MetricsRoute metrics, AlertResources alerts, UserResources users)
    : incidents_(from.reader, from.diagnosis, from.commands, from.clock),
      handling_(from.reader, from.diagnosis, from.commands, from.clock,
                [&triage = from.triage](const auto& incident, const auto& actor) {
                    // A category that the model does not know is recorded, and not learnt.
                    (void)triage.teach({incident.id,
                                        {incident.title + "\n" + incident.sentence, "incident",
                                         incident.category}},
                                       actor);
                }),
      fixes_(from.reader, from.diagnosis, from.commands, from.clock),
      hosts_({from.reader, from.history, from.board, from.clock}),
      judgements_({from.reader, from.judgements, from.board}, alerts.version),
      host_farewells_({from.reader, from.enrolments, from.farewells, from.clock}),
      enrolment_tokens_(
          {from.enrolments, from.people.secrets, from.clock, from.enrolment.authority}),
      forecasts_(from.board),
      services_(from.reader, from.board, from.clock),
      triage_(from.triage),
      user_reports_({from.user_reports, from.reader, from.desk, from.mail}, users.open_to_all),
      report_form_(from.desk, from.board, users.open_to_all),
      links_({from.user_reports, from.reader, from.desk, from.commands, from.clock},
             std::move(users.link_key)),
      status_page_({from.reader, from.suppression, from.board, from.clock},
                   std::move(users.status_page)),
      known_errors_(from.known_errors, from.reader, from.clock),
      reviews_(from.reader, from.diagnosis, from.near_misses, from.clock),
      suppression_(
          {from.suppression, from.reader, from.suppression_commands, from.clock, &from.board}),
      oncall_(std::move(from.oncall)),
      statistics_(from.figures, from.clock),
      events_(from.reader, from.hub),
      impostors_(from.people.audit, from.clock),
      reports_({from.agents, from.reports, from.clock, from.counters, from.enrolment.certificates,
                &impostors_, &from.witnesses},
               limits),
      enrolment_(std::move(from.enrolment), from.clock, from.counters),
      alerts_({from.alert_board, from.clock, std::move(alerts.version), from.clock.now()}),
      alert_intake_({from.alerts, from.clock, from.counters}, alerts.limits,
                    std::move(alerts.integrations)),
      alertmanager_silences_({from.suppression, from.suppression_commands, from.clock}),
      people_(from.people),
      tokens_(from.people),
      audit_(from.people.audit),
      breaches_(from.breaches, from.people.audit, from.clock, from.reader, from.breach_sink),
      sign_in_(from.sign_in, from.people.accounts, from.clock),
      sign_in_page_(from.sign_in),
      channels_({from.channels, from.subscriptions, from.clock}),
      metrics_(std::move(metrics)),
      page_(std::move(page)),
      board_(from.board) {}

std::vector<http::Route> Api::routes() {
    std::vector<http::Route> all;
    const auto add = [&](std::vector<http::Route> table) {
        std::move(table.begin(), table.end(), std::back_inserter(all));
    };
    add(reports_.routes());
    add(enrolment_.routes());
    add(enrolment_tokens_.routes());
    add(host_farewells_.routes());
    add(incidents_.routes());
    add(handling_.routes());
    add(fixes_.routes());
    add(hosts_.routes());
    add(judgements_.routes());
    add(forecasts_.routes());
    add(services_.routes());
    add(triage_.routes());
    add(user_reports_.routes());
    add(report_form_.routes());
    add(links_.routes());
    add(status_page_.routes());
    add(known_errors_.routes());
    add(reviews_.routes());
    add(suppression_.routes());
    add(oncall_.routes());
    add(statistics_.routes());
    add(events_.routes());
    add(alerts_.routes());
    add(alert_intake_.routes());
    add(alertmanager_silences_.routes());
    add(people_.routes());
    add(tokens_.routes());
    add(audit_.routes());
    add(breaches_.routes());
    add(sign_in_.routes());
    add(sign_in_page_.routes());
    add(channels_.routes());
    add(http::openapi_routes());
    add(metrics_.routes());
    add(http::health_routes(board_));
    add(page_.routes());
    return all;
}

}  // namespace foreshock::app
