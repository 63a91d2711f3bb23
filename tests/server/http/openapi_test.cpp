#include <set>

#include "api_fixture.hpp"
#include "people_fixture.hpp"
#include "suppression_fixture.hpp"
#include <nlohmann/json.hpp>

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
#include "server/http/health_route.hpp"
#include "server/http/host_api.hpp"
#include "server/http/host_farewell_api.hpp"
#include "server/http/incident_api.hpp"
#include "server/http/judgement_api.hpp"
#include "server/http/known_error_api.hpp"
#include "server/http/link_route.hpp"
#include "server/http/metrics_route.hpp"
#include "server/http/oncall_api.hpp"
#include "server/http/openapi_route.hpp"
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
#include "tests/support/memory_diagnosis.hpp"
#include "tests/support/memory_judgements.hpp"
#include "tests/support/memory_oncall.hpp"
#include "tests/support/memory_reports.hpp"
#include "tests/support/memory_subscriptions.hpp"
#include "tests/support/memory_tickets.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct NoReports final : ReportSink {
    Result<void> offer(ReceivedReport, ReportDone) override {
        return fail(Errc::unavailable, "none");
    }
};

struct NoAlerts final : AlertSink {
    Result<void> offer(ReceivedAlerts, AlertsDone) override {
        return fail(Errc::unavailable, "none");
    }
};

struct NoFarewells final : FarewellSink {
    Result<void> see_to_farewells(FarewellsDone) override {
        return fail(Errc::unavailable, "none");
    }
};

struct NoBreaches final : breach::Desk {
    [[nodiscard]] std::vector<breach::Breach> list(std::string_view) const override { return {}; }

    Result<breach::Breach> find(std::string_view, std::string_view) const override {
        return fail(Errc::not_found, "none");
    }

    Result<breach::Breach> raise(const breach::Raising&) override {
        return fail(Errc::unavailable, "none");
    }

    Result<std::string> incident_record(std::string_view, std::string_view) const override {
        return fail(Errc::not_found, "none");
    }

    Result<breach::Breach> act(std::string_view, const breach::Act&, const std::string&) override {
        return fail(Errc::unavailable, "none");
    }
};

struct NoBreachSink final : BreachSink {
    Result<void> offer(BreachOfIncident, BreachDone) override {
        return fail(Errc::unavailable, "none");
    }
};

struct NoChannels final : ChannelDesk {
    std::vector<ChannelView> channels() const override { return {}; }

    Result<void> test(const std::string&, const std::string&, ChannelTestDone) override {
        return fail(Errc::unavailable, "none");
    }

    void subscriptions_changed() override {}
};

/// All routes of the server but the page's files.
struct AllRoutes {
    test::MemoryStore store;
    test::MemoryHistory history;
    test::ManualClock clock;
    FakeCommands commands;
    NoReports reports;
    StatusBoard board;
    RequestCounters requests;
    ServerCounters counters;
    EventHub hub;
    test::MemoryDiagnosis diagnosis;
    IncidentApi incident_api{store, diagnosis, commands, clock};
    HandlingApi handling_api{store, diagnosis, commands, clock};
    FixApi fix_api{store, diagnosis, commands, clock};
    HostApi host_api{{store, history, board, clock}};
    test::MemoryJudgements judgements;
    JudgementApi judgement_api{{store, judgements, board}, ""};
    ForecastApi forecast_api{board};
    ServiceApi service_api{store, board, clock};
    test::MemoryTickets tickets;
    test::MemoryKnownErrors known_errors;
    test::MemoryNearMisses near_misses;
    ReviewApi review_api{store, diagnosis, near_misses, clock};
    KnownErrorApi known_error_api{known_errors, store, clock};
    TriageApi triage_api{triage::TextModel{std::vector<triage::LabelledText>{}}, tickets, clock};
    test::MemorySuppressionStore suppression;
    FakeSuppression suppression_commands;
    SuppressionApi suppression_api{{suppression, store, suppression_commands, clock}};
    EventApi event_api{store, hub};
    ReportRoute report_route{{store, reports, clock, counters}};
    EnrolmentApi enrolment_api{{}, clock, counters};
    MetricsRoute metrics{{board, requests, counters, hub, clock, [] { return Gauges{}; }, ""}};
    NoAlerts alerts;
    AlertBoard alert_board;
    AlertApi alert_api{{alert_board, clock, "", TimePoint{}}};
    AlertIntakeApi alert_intake_api{{alerts, clock, counters}, {}, {}};
    AlertmanagerSilenceApi silence_api{{suppression, suppression_commands, clock}};
    test::MemoryRota rota;
    OncallApi oncall_api{{rota, {}, clock, "secret"}};
    test::MemoryFigures figures;
    StatisticsApi statistics_api{figures, clock};
    PeopleFixture people;
    PeopleApi people_api{people.ports()};
    TokenApi token_api{people.ports()};
    AuditApi audit_api{people.store->audit_log()};
    NoFarewells farewells;
    HostFarewellApi host_farewell_api{{store, people.store->enrolments(), farewells, people.clock}};
    EnrolmentTokenApi enrolment_token_api{
        {people.store->enrolments(), people.secrets, people.clock, ""}};
    NoBreaches breaches;
    NoBreachSink breach_sink;
    BreachApi breach_api{breaches, people.store->audit_log(), people.clock, store, breach_sink};
    SignIn sign_in{people.sign_in_ports(), {}};
    SignInApi sign_in_api{sign_in, people.store->accounts(), people.clock};
    SignInPage sign_in_page{sign_in};
    test::MemoryReports user_reports;
    test::NoDesk desk;
    UserReportApi user_report_api{{user_reports, store, desk, desk}, false};
    ReportFormRoute report_form{desk, board, true};
    LinkRoute link_route{{user_reports, store, desk, commands, clock}, std::string(64, 'k')};
    StatusPageRoute status_page{{store, suppression, board, clock}, {}};
    NoChannels channels;
    test::MemorySubscriptions subscriptions;
    ChannelApi channel_api{{channels, subscriptions, clock}};
    std::vector<Route> routes;

    AllRoutes() {
        for (auto&& table : {oncall_api.routes(),
                             statistics_api.routes(),
                             incident_api.routes(),
                             handling_api.routes(),
                             host_api.routes(),
                             forecast_api.routes(),
                             service_api.routes(),
                             event_api.routes(),
                             triage_api.routes(),
                             known_error_api.routes(),
                             review_api.routes(),
                             suppression_api.routes(),
                             breach_api.routes(),
                             people_api.routes(),
                             token_api.routes(),
                             audit_api.routes(),
                             sign_in_api.routes(),
                             sign_in_page.routes(),
                             alert_api.routes(),
                             alert_intake_api.routes(),
                             silence_api.routes(),
                             report_route.routes(),
                             metrics.routes(),
                             health_routes(board),
                             user_report_api.routes(),
                             report_form.routes(),
                             link_route.routes(),
                             status_page.routes(),
                             channel_api.routes(),
                             openapi_routes(),
                             enrolment_api.routes(),
                             judgement_api.routes(),
                             fix_api.routes(),
                             host_farewell_api.routes(),
                             enrolment_token_api.routes()}) {
            routes.insert(routes.end(), table.begin(), table.end());
        }
    }
};

std::string lower(std::string_view method) {
    if (method == "PATCH") return "patch";
    if (method == "DELETE") return "delete";
    return method == "POST" ? "post" : "get";
}

std::set<std::string> query_parameters(const json& operation) {
    std::set<std::string> names;
    for (const auto& parameter : operation.value("parameters", json::array())) {
        if (parameter["in"] == "query") names.insert(parameter["name"]);
    }
    return names;
}

TEST_CASE("openapi: every route is in the document, with its query parameters and body",
          "[http][openapi]") {
    const json document = json::parse(openapi_document());
    const AllRoutes all;
    for (const Route& route : all.routes) {
        CAPTURE(route.method, route.pattern);
        const json& paths = document["paths"];
        REQUIRE(paths.contains(std::string{route.pattern}));
        const json& path = paths[std::string{route.pattern}];
        REQUIRE(path.contains(lower(route.method)));
        const json& operation = path[lower(route.method)];
        CHECK(query_parameters(operation) ==
              std::set<std::string>(route.parameters.begin(), route.parameters.end()));
        if (!route.content_type.empty()) {
            CHECK(operation["requestBody"]["content"].contains(std::string{route.content_type}));
        }
    }
}

TEST_CASE("openapi: everything in the document is a route", "[http][openapi]") {
    const json document = json::parse(openapi_document());
    const AllRoutes all;
    std::set<std::string> routes;
    for (const Route& route : all.routes) {
        routes.insert(lower(route.method) + " " + std::string{route.pattern});
    }
    std::size_t operations = 0;
    for (const auto& [path, methods] : document["paths"].items()) {
        for (const auto& [method, operation] : methods.items()) {
            CAPTURE(method, path);
            CHECK(routes.contains(method + " " + path));
            ++operations;
        }
    }
    CHECK(operations == routes.size());
}

TEST_CASE("openapi: every reference in the document leads somewhere", "[http][openapi]") {
    const json document = json::parse(openapi_document());
    CHECK(document["openapi"] == "3.1.0");
    std::size_t references = 0;
    const json flat = document.flatten();
    for (const auto& [pointer, value] : flat.items()) {
        if (!pointer.ends_with("/$ref")) continue;
        const std::string target = value.get<std::string>();
        CAPTURE(pointer, target);
        REQUIRE(target.starts_with("#/"));
        CHECK(document.contains(json::json_pointer(target.substr(1))));
        ++references;
    }
    CHECK(references > 50);
}

TEST_CASE("openapi: an incident as it is rendered has exactly the documented fields",
          "[http][openapi]") {
    const json document = json::parse(openapi_document());
    AllRoutes all;
    store(all.store, stored_incident(1));
    const Front front{{}, all.incident_api.routes(), all.requests};
    const json list = json::parse(ask(front, get("/api/v1/incidents")).body);
    const json& schema = document["components"]["schemas"]["Incident"]["properties"];
    for (const auto& [name, value] : list[0].items()) {
        CAPTURE(name);
        CHECK(schema.contains(name));
    }
    CHECK(schema.size() == list[0].size());
}

TEST_CASE("openapi: the document is served", "[http][openapi]") {
    RequestCounters counters;
    const Front front{{}, openapi_routes(), counters};
    const Response response = ask(front, get("/api/v1/openapi.json"));
    CHECK(response.field("Content-Type") == "application/json");
    CHECK(json::parse(response.content())["info"]["title"] == "Foreshock server");
}

}  // namespace
}  // namespace foreshock::http
