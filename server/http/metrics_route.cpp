#include "server/http/metrics_route.hpp"

#include "server/http/prometheus_text.hpp"

namespace foreshock::http {
namespace {

struct Single {
    std::string_view name;
    std::string_view type;
    std::string_view help;
    double value;
};

double as_double(std::uint64_t value) {
    return static_cast<double>(value);
}

void write_singles(PrometheusText& out, std::initializer_list<Single> rows) {
    for (const Single& row : rows) {
        out.family(row.name, row.type, row.help);
        out.value(row.value);
    }
}

void write_reports(PrometheusText& out, const ServerCounters& counters) {
    out.family("foreshock_reports_total", "counter", "Reports of agents by how they ended.");
    for (std::size_t i = 0; i < report_outcomes.size(); ++i) {
        out.value(as_double(counters.reports[i]), {{"outcome", report_outcomes[i]}});
    }
}

void write_intake(PrometheusText& out, const ServerCounters& counters) {
    write_singles(
        out,
        {{"foreshock_samples_total", "counter", "Samples taken in.", as_double(counters.samples)},
         {"foreshock_samples_out_of_time_total", "counter",
          "Samples dropped because their time is too far from the server's.",
          as_double(counters.samples_out_of_time)},
         {"foreshock_symptoms_total", "counter", "Symptoms given to the engine.",
          as_double(counters.symptoms)},
         {"foreshock_symptoms_refused_total", "counter",
          "Symptoms that the engine could not take at its bound of open incidents.",
          as_double(counters.symptoms_refused)},
         {"foreshock_agent_certificates_issued_total", "counter",
          "Certificates issued to agents, by token or by the one before.",
          as_double(counters.certificates_issued)},
         {"foreshock_enrolments_refused_total", "counter",
          "Enrolments and renewals of agents that were refused.",
          as_double(counters.enrolments_refused)},
         {"foreshock_members_refused_total", "counter",
          "Symptoms that an incident could not take at its bound of a million.",
          as_double(counters.members_refused)},
         {"foreshock_host_names_refused_total", "counter",
          "Reports whose host's name is another agent's; they count under their agent's name.",
          as_double(counters.host_names_refused)},
         {"foreshock_commits_total", "counter", "Group commits to the store.",
          as_double(counters.commits)},
         {"foreshock_commits_failed_total", "counter", "Commits that the store refused.",
          as_double(counters.commits_failed)},
         {"foreshock_dictionaries_forgotten_total", "counter",
          "Series dictionaries dropped at their bound.",
          as_double(counters.dictionaries_forgotten)},
         {"foreshock_engine_queue_length", "gauge", "Commands that wait for the engine.",
          as_double(counters.commands_waiting)},
         {"foreshock_engine_queue_refused_total", "counter",
          "Commands refused because the engine's queue was full.",
          as_double(counters.commands_refused)},
         {"foreshock_suppressions_active", "gauge",
          "Silences and maintenance windows that are active.",
          as_double(counters.suppressions_active)},
         {"foreshock_suppressions_refused_total", "counter",
          "Silences and maintenance windows refused at their bound.",
          as_double(counters.suppressions_refused)}});
}

void write_alerts(PrometheusText& out, const ServerCounters& counters) {
    write_singles(
        out, {{"foreshock_alerts_received_total", "counter",
               "What other systems said of alerts, once for each time it was said.",
               as_double(counters.alerts_received)},
              {"foreshock_alerts_malformed_total", "counter",
               "Alerts of other systems that were refused because of what they say.",
               as_double(counters.alerts_malformed)},
              {"foreshock_alerts_refused_total", "counter",
               "Alerts of other systems that were refused at a bound; their senders were told.",
               as_double(counters.alerts_refused)},
              {"foreshock_changes_unplaced_total", "counter",
               "Changes told by other systems of hosts that are not known.",
               as_double(counters.changes_unplaced)},
              {"foreshock_user_reports_total", "counter", "Reports of users, each once.",
               as_double(counters.user_reports)},
              {"foreshock_user_reports_refused_total", "counter",
               "Reports of users beyond the rates of the configuration.",
               as_double(counters.user_reports_refused)},
              {"foreshock_mails_taken_total", "counter", "Mails to the desk that did something.",
               as_double(counters.mails_taken)},
              {"foreshock_mails_let_go_total", "counter",
               "Mails of machines, and mails taken before.", as_double(counters.mails_let_go)},
              {"foreshock_letters_withheld_total", "counter",
               "Answers of the machine beyond reports.answers_per_hour.",
               as_double(counters.letters_withheld)}});
}

void write_incidents(PrometheusText& out, const Status& status, TimePoint now) {
    out.family("foreshock_incidents", "gauge", "Incidents not yet closed, by state and priority.");
    for (const auto& [key, count] : status.incidents) {
        const std::string priority = "P" + std::to_string(key.second);
        out.value(as_double(count), {{"state", key.first}, {"priority", priority}});
    }
    out.family("foreshock_symptom_eta_seconds", "gauge",
               "Time until the expected disruption of an open incident's symptom.");
    for (const Eta& eta : status.etas) {
        const std::string number = std::to_string(eta.incident_number);
        out.value(to_seconds(eta.expected - now), {{"number", number},
                                                   {"host", eta.host},
                                                   {"component", eta.component},
                                                   {"kind", eta.kind}});
    }
    out.family("foreshock_hosts", "gauge", "Hosts by presence.");
    for (const auto presence : {incidents::Presence::present, incidents::Presence::expected_away,
                                incidents::Presence::lost, incidents::Presence::revoked}) {
        const auto found = status.hosts.find(presence);
        out.value(found == status.hosts.end() ? 0 : as_double(found->second),
                  {{"presence", to_string(presence)}});
    }
    write_singles(out, {{"foreshock_store_writable", "gauge", "1 while the store takes writes.",
                         status.store_writable ? 1.0 : 0.0}});
}

void write_forecasts(PrometheusText& out, const Status& status) {
    out.family("foreshock_forecast_scored_total", "counter",
               "Forecasts that got their verdict since the start, by kind.");
    for (const auto& [key, count] : status.forecasts_scored)
        out.value(as_double(count), {{"kind", key.first}, {"verdict", to_string(key.second)}});
    write_singles(out, {{"foreshock_forecasts_open", "gauge", "Forecasts without a verdict yet.",
                         as_double(status.forecasts_open.size())},
                        {"foreshock_forecasts_refused_total", "counter",
                         "Forecasts not followed because too many were open.",
                         as_double(status.forecasts_refused)}});
}

/// Over all hosts, of the last 90 days; per host it is in /api/v1/forecasts.
void write_accuracy(PrometheusText& out, const Status& status) {
    const auto each = [&](const auto& write) {
        for (const auto& accuracy : *status.forecast_accuracy)
            if (accuracy.host.empty()) write(accuracy);
    };
    out.family("foreshock_forecast_precision_ratio", "gauge",
               "Forecasts that came true, of those that did or came to nothing, in 90 days.");
    each([&](const incidents::ForecastAccuracy& one) {
        if (one.precision) out.value(*one.precision, {{"kind", one.kind}});
    });
    out.family("foreshock_forecast_lead_seconds", "summary",
               "How long before the disruption it was announced, in 90 days.");
    each([&](const incidents::ForecastAccuracy& one) {
        if (!one.median_lead) return;
        out.value(to_seconds(*one.median_lead), {{"kind", one.kind}, {"quantile", "0.5"}});
    });
    out.family("foreshock_forecast_false_alarms_per_host_week", "gauge",
               "Forecasts that came to nothing, for each week that a host was watched.");
    each([&](const incidents::ForecastAccuracy& one) {
        out.value(one.false_alarms_per_host_week, {{"kind", one.kind}});
    });
}

void write_requests(PrometheusText& out, const RequestCounters& requests) {
    out.family("foreshock_http_requests_total", "counter", "Requests by route and status.");
    for (const auto& [key, count] : requests.snapshot()) {
        const std::string status = std::to_string(key.second);
        out.value(as_double(count), {{"route", key.first}, {"status", status}});
    }
}

void write_streams(PrometheusText& out, const EventHub& hub) {
    write_singles(out, {{"foreshock_event_streams", "gauge", "Event streams that are open.",
                         as_double(hub.open_count())},
                        {"foreshock_event_streams_refused_total", "counter",
                         "Event streams refused at their bound.", as_double(hub.refused())},
                        {"foreshock_event_streams_overrun_total", "counter",
                         "Event streams ended because their reader was too slow.",
                         as_double(hub.overrun())}});
}

void write_channels(PrometheusText& out, const std::vector<ChannelCounts>& channels) {
    out.family("foreshock_notifications_total", "counter",
               "What channels did with notifications since they were configured.");
    for (const ChannelCounts& one : channels) {
        const std::pair<std::string_view, std::uint64_t> outcomes[] = {
            {"delivered", one.delivered},
            {"failed", one.failed},
            {"postponed", one.postponed},
            {"handed_over", one.handed_over},
            {"void", one.voided}};
        for (const auto& [outcome, count] : outcomes)
            out.value(as_double(count), {{"channel", one.channel}, {"outcome", outcome}});
    }
}

void write_gauges(PrometheusText& out, const Gauges& gauges) {
    write_channels(out, gauges.channels);
    write_singles(
        out,
        {{"foreshock_outbox_pending", "gauge", "Notifications not yet delivered.",
          as_double(gauges.outbox_pending)},
         {"foreshock_http_queue_length", "gauge", "Requests that wait for a worker.",
          as_double(gauges.requests_waiting)},
         {"foreshock_http_queue_refused_total", "counter",
          "Requests refused because too many waited.", as_double(gauges.requests_refused)},
         {"foreshock_http_connections", "gauge", "Connections that are open.",
          as_double(gauges.connections_open)},
         {"foreshock_http_connections_refused_total", "counter",
          "Connections refused because their address had its most.",
          as_double(gauges.connections_refused)},
         {"foreshock_audit_lost_total", "counter", "Acts that could not be written down.",
          as_double(gauges.audit_lost)},
         {"foreshock_login_throttle_entries", "gauge", "Names and addresses with wrong passwords.",
          as_double(gauges.login_entries)},
         {"foreshock_login_throttle_evicted_total", "counter",
          "Such entries that made room before their time.", as_double(gauges.login_evicted)},
         {"process_cpu_seconds_total", "counter", "User and system time used.", gauges.cpu_seconds},
         {"process_resident_memory_bytes", "gauge", "Memory in RAM.", gauges.resident_bytes},
         {"process_start_time_seconds", "gauge", "Start of the process, Unix time.",
          gauges.start_time_seconds}});
}

}  // namespace

std::vector<Route> MetricsRoute::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET", "/metrics", Audience::people, at_once([this](const Request&, const PathArguments&) {
             Response response = text_response(200, render());
             response.fields[0].second = "text/plain; version=0.0.4; charset=utf-8";
             return response;
         })});
    return table;
}

std::string MetricsRoute::render() const {
    PrometheusText out;
    out.family("foreshock_build_info", "gauge", "Always 1; the version is a label.");
    out.value(1, {{"version", sources_.version}});
    write_reports(out, sources_.counters);
    write_intake(out, sources_.counters);
    write_alerts(out, sources_.counters);
    const auto status = sources_.board.read();
    write_incidents(out, *status, sources_.clock.now());
    write_forecasts(out, *status);
    write_accuracy(out, *status);
    write_requests(out, sources_.requests);
    write_streams(out, sources_.hub);
    write_gauges(out, sources_.gauges());
    return std::move(out).take();
}

}  // namespace foreshock::http
