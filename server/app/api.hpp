#pragma once

#include <vector>

#include "server/http/alert_api.hpp"
#include "server/http/alert_intake_api.hpp"
#include "server/http/alertmanager_silence_api.hpp"
#include "server/http/audit_api.hpp"
#include "server/http/breach_api.hpp"
#include "server/http/channel_api.hpp"
#include "server/http/enrolment_api.hpp"
#include "server/http/enrolment_token_api.hpp"
#include "server/http/event_api.hpp"
#include "server/http/fix_api.hpp"
#include "server/http/forecast_api.hpp"
#include "server/http/handling_api.hpp"
#include "server/http/host_api.hpp"
#include "server/http/host_farewell_api.hpp"
#include "server/http/incident_api.hpp"
#include "server/http/judgement_api.hpp"
#include "server/http/known_error_api.hpp"
#include "server/http/link_route.hpp"
#include "server/http/metrics_route.hpp"
#include "server/http/oncall_api.hpp"
#include "server/http/page_route.hpp"
#include "server/http/people_api.hpp"
#include "server/http/report_form_route.hpp"
#include "server/http/report_route.hpp"
#include "server/http/review_api.hpp"
#include "server/http/service_api.hpp"
#include "server/http/sign_in_page.hpp"
#include "server/http/statistics_api.hpp"
#include "server/http/status_page_route.hpp"
#include "server/http/suppression_api.hpp"
#include "server/http/token_api.hpp"
#include "server/http/triage_api.hpp"
#include "server/http/user_report_api.hpp"

namespace foreshock::app {

/// What the resources work on; all must outlive them.
struct ApiSources {
    const incidents::IncidentReader& reader;
    const incidents::AgentRegistry& agents;
    const history::History& history;
    http::ReportSink& reports;
    http::CommandSink& commands;
    const http::StatusBoard& board;
    const http::RequestCounters& requests;
    http::ServerCounters& counters;
    http::EventHub& hub;
    const Clock& clock;
    const incidents::DiagnosisReader& diagnosis;
    incidents::KnownErrors& known_errors;
    const incidents::NearMisses& near_misses;
    http::AlertSink& alerts;
    const http::AlertBoard& alert_board;
    const http::WitnessBoard& witnesses;
    const desk::SuppressionStore& suppression;
    http::SuppressionSink& suppression_commands;
    http::PeoplePorts people;
    http::SignIn& sign_in;
    breach::Desk& breaches;
    http::BreachSink& breach_sink;
    http::OncallSources oncall;
    const statistics::FigureReader& figures;
    http::TriageApi& triage;
    reports::ReportStore& user_reports;
    http::ReportDesk& desk;
    http::MailSink& mail;
    http::ChannelDesk& channels;
    desk::Subscriptions& subscriptions;
    const incidents::HostJudgements& judgements;
    enrolment::Enrolments& enrolments;
    http::FarewellSink& farewells;
    http::EnrolmentSources enrolment{};
};

/// What the resources for users are told.
struct UserResources {
    bool open_to_all = false;
    std::string link_key;
    http::StatusPageSettings status_page;
};

/// What the resources for alerts of other systems are told.
struct AlertResources {
    intake::AlertLimits limits;
    std::vector<http::PagerDutyIntegration> integrations;
    std::string version;
};

/// Every resource of the server. Its routes borrow it.
class Api {
public:
    Api(ApiSources from, wire::ReportLimits limits, http::PageRoute page,
        http::MetricsRoute metrics, AlertResources alerts, UserResources users);

    [[nodiscard]] std::vector<http::Route> routes();

private:
    http::IncidentApi incidents_;
    http::HandlingApi handling_;
    http::FixApi fixes_;
    http::HostApi hosts_;
    http::JudgementApi judgements_;
    http::HostFarewellApi host_farewells_;
    http::EnrolmentTokenApi enrolment_tokens_;
    http::ForecastApi forecasts_;
    http::ServiceApi services_;
    http::TriageApi& triage_;
    http::UserReportApi user_reports_;
    http::ReportFormRoute report_form_;
    http::LinkRoute links_;
    http::StatusPageRoute status_page_;
    http::KnownErrorApi known_errors_;
    http::ReviewApi reviews_;
    http::SuppressionApi suppression_;
    http::OncallApi oncall_;
    http::StatisticsApi statistics_;
    http::EventApi events_;
    http::ImpostorLog impostors_;
    http::ReportRoute reports_;
    http::EnrolmentApi enrolment_;
    http::AlertApi alerts_;
    http::AlertIntakeApi alert_intake_;
    http::AlertmanagerSilenceApi alertmanager_silences_;
    http::PeopleApi people_;
    http::TokenApi tokens_;
    http::AuditApi audit_;
    http::BreachApi breaches_;
    http::SignInApi sign_in_;
    http::SignInPage sign_in_page_;
    http::ChannelApi channels_;
    http::MetricsRoute metrics_;
    http::PageRoute page_;
    const http::StatusBoard& board_;
};

}  // namespace foreshock::app
