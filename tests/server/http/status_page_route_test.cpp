#include "server/http/status_page_route.hpp"

#include "api_fixture.hpp"
#include "suppression_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/report_form_route.hpp"
#include "tests/support/memory_reports.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct Fixture {
    test::MemoryStore store;
    test::MemorySuppressionStore suppression;
    StatusBoard board;
    test::ManualClock clock;
    RequestCounters counters;
    StatusPageSettings settings{true, "Desk <status>", "https://desk.example.org"};

    Fixture() {
        incidents::Service shop;
        shop.name = "shop";
        shop.title = "The shop";
        shop.hosts = {"web-*"};
        shop.is_public = true;
        incidents::ServiceHost web;
        web.name = "web-1";
        Status status;
        status.services = std::make_shared<const incidents::ServiceMap>(
            std::vector<incidents::Service>{shop}, std::vector<incidents::ServiceHost>{web});
        board.write(std::move(status));
    }

    void keep(incidents::Incident incident) {
        incidents::Commit commit;
        commit.incidents = {std::move(incident)};
        REQUIRE(store.commit(commit));
    }
};

incidents::Incident disturbance(const test::ManualClock& clock) {
    incidents::Incident incident = stored_incident(7);
    incident.occurred = true;
    incident.phase = Phase::occurring;
    incident.opened_at = incident.updated_at = clock.now();
    return incident;
}

}  // namespace

TEST_CASE("status page: in all its forms, and no word of hosts in any", "[http][status]") {
    Fixture f;
    f.keep(disturbance(f.clock));
    StatusPageRoute route{{f.store, f.suppression, f.board, f.clock}, f.settings};
    const Front front{{}, route.routes(), f.counters};
    for (const char* path : {"/status", "/status.json", "/status.rss", "/status.atom"}) {
        CAPTURE(path);
        const Response response = ask(front, get(path));
        CHECK(response.status == 200);
        CHECK(response.body.find("The shop") != std::string::npos);
        CHECK(response.body.find("INC-000007") != std::string::npos);
        CHECK(response.body.find("web-1") == std::string::npos);
        CHECK(response.body.find("/var") == std::string::npos);
        const bool is_markup = std::string_view{path} != "/status.json";
        if (is_markup) CHECK(response.body.find("Desk <status>") == std::string::npos);
    }
    const Response page = ask(front, get("/status"));
    CHECK(page.field("Content-Security-Policy").starts_with("default-src 'none'; style-src 'sha2"));
    const json document = json::parse(ask(front, get("/status.json")).body);
    CHECK(document["overall"] == "partial_outage");
    CHECK(document["components"][0]["days"].size() == 90);
}

TEST_CASE("status page: in Thai when asked, and by the browser's wish", "[http][status]") {
    Fixture f;
    StatusPageRoute route{{f.store, f.suppression, f.board, f.clock}, f.settings};
    const Front front{{}, route.routes(), f.counters};
    Request request = get("/status");
    request.fields.emplace_back("accept-language", "th-TH,th;q=0.9");
    CHECK(ask(front, request).body.find("ทุกบริการใช้งานได้ปกติ") != std::string::npos);
    request.query_text = "lang=en";
    CHECK(ask(front, request).body.find("All services work") != std::string::npos);
}

TEST_CASE("status page: is made anew every ten seconds, not for each who asks", "[http][status]") {
    Fixture f;
    StatusPageRoute route{{f.store, f.suppression, f.board, f.clock}, f.settings};
    const Front front{{}, route.routes(), f.counters};
    CHECK(json::parse(ask(front, get("/status.json")).body)["incidents"].empty());
    f.keep(disturbance(f.clock));
    CHECK(json::parse(ask(front, get("/status.json")).body)["incidents"].empty());
    f.clock.advance(StatusPageRoute::fresh_for);
    CHECK(json::parse(ask(front, get("/status.json")).body)["incidents"].size() == 1);
}

TEST_CASE("status page: forgets at once what became a breach", "[http][status][breach]") {
    Fixture f;
    f.keep(disturbance(f.clock));
    StatusPageRoute route{{f.store, f.suppression, f.board, f.clock}, f.settings};
    const Front front{{}, route.routes(), f.counters};
    REQUIRE(json::parse(ask(front, get("/status.json")).body)["incidents"].size() == 1);
    incidents::Commit apart;
    apart.kept_apart = {disturbance(f.clock).id};
    REQUIRE(f.store.commit(apart));
    Status status = *f.board.read();
    ++status.incidents_gone;
    f.board.write(std::move(status));
    CHECK(json::parse(ask(front, get("/status.json")).body)["incidents"].empty());
}

TEST_CASE("status page: is not there when it is switched off", "[http][status]") {
    Fixture f;
    f.settings.enabled = false;
    StatusPageRoute route{{f.store, f.suppression, f.board, f.clock}, f.settings};
    const Front front{{}, route.routes(), f.counters};
    CHECK(ask(front, get("/status")).status == 404);
}

TEST_CASE("report form: offers public services, and only where it is open", "[http][status]") {
    Fixture f;
    test::NoDesk desk;
    ReportFormRoute open{desk, f.board, true};
    const Front front{{}, open.routes(), f.counters};
    CHECK(ask(front, get("/report")).body.find("<option value=\"shop\">The shop") !=
          std::string::npos);
    Request form = post("/report", "text=help");
    form.fields = {{"content-type", "application/x-www-form-urlencoded"}};
    CHECK(ask(front, form).status == 503);
    form.body = "text=";
    CHECK(ask(front, form).status == 400);
    ReportFormRoute closed{desk, f.board, false};
    CHECK(closed.routes().empty());
}

}  // namespace foreshock::http
