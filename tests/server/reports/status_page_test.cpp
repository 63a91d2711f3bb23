#include "server/reports/status_page.hpp"

#include <catch2/catch.hpp>

#include "server/reports/publicity.hpp"
#include "tests/support/reports.hpp"

using namespace foreshock;
using namespace foreshock::reports;
using incidents::Incident;
using std::chrono::hours;

namespace {

const TimePoint now = from_unix_ms(1'790'000'000'000);

incidents::Service service(const std::string& name, bool is_public) {
    incidents::Service made;
    made.name = name;
    made.title = "The " + name;
    made.hosts = {name + "-*"};
    made.is_public = is_public;
    return made;
}

incidents::ServiceMap services() {
    incidents::ServiceHost shop;
    shop.name = "shop-1";
    incidents::ServiceHost vault;
    vault.name = "vault-1";
    return {{service("shop", true), service("vault", false)}, {shop, vault}};
}

Incident incident(const std::string& host, TimePoint opened_at) {
    Incident made;
    made.id = "inc-" + host;
    made.number = 7;
    made.title = "secret words of " + host;
    made.occurred = true;
    made.phase = Phase::occurring;
    made.priority.level = 2;
    made.opened_at = made.updated_at = opened_at;
    incidents::IncidentSymptom known;
    known.symptom = test::disk_symptom("sym-1", opened_at);
    known.symptom.subject = {host, ""};
    made.symptoms = {known};
    return made;
}

StatusPage page_of(const std::vector<Incident>& incidents,
                   const std::vector<desk::MaintenanceWindow>& windows = {}) {
    static const incidents::ServiceMap map = services();
    return make_status_page({map, incidents, windows, now});
}

}  // namespace

TEST_CASE("status page: shows public services alone", "[reports]") {
    const StatusPage page = page_of({});
    REQUIRE(page.components.size() == 1);
    CHECK(page.components[0].title == "The shop");
    CHECK(page.overall == ComponentState::operational);
    CHECK(page_of({incident("vault-1", now)}).current.empty());
}

TEST_CASE("status page: an open incident colours its service and its days", "[reports]") {
    const StatusPage page = page_of({incident("shop-1", now - hours{48})});
    REQUIRE(page.current.size() == 1);
    CHECK(page.current[0].reference == "INC-000007");
    CHECK(page.current[0].state == PublicState::investigating);
    CHECK(page.overall == ComponentState::partial_outage);
    const auto& days = page.components[0].days;
    CHECK(days[history_days - 1] == ComponentState::partial_outage);
    CHECK(days[history_days - 3] == ComponentState::partial_outage);
    CHECK(days[history_days - 4] == ComponentState::operational);
}

TEST_CASE("status page: a resolved one is past, the service works", "[reports]") {
    Incident over = incident("shop-1", now - hours{24 * 100});
    over.state = incidents::IncidentState::closed;
    over.resolved_at = now - hours{24 * 89};
    const StatusPage page = page_of({over});
    CHECK(page.overall == ComponentState::operational);
    REQUIRE(page.past.size() == 1);
    CHECK(page.components[0].days[0] == ComponentState::partial_outage);
    CHECK(page.components[0].days[1] == ComponentState::operational);
}

TEST_CASE("status page: what only impends is silent until the desk has words for it", "[reports]") {
    Incident soon = incident("shop-1", now);
    soon.occurred = false;
    soon.phase = Phase::impending;
    CHECK(page_of({soon}).current.empty());
    soon.reporting.public_words = "The shop may be slow tonight";
    const StatusPage page = page_of({soon});
    REQUIRE(page.current.size() == 1);
    CHECK(page.current[0].impends);
    CHECK(page.overall == ComponentState::operational);
}

TEST_CASE("publicity: never what is hidden, merged or dismissed", "[reports]") {
    CHECK(may_be_public(incident("shop-1", now)));
    Incident one = incident("shop-1", now);
    one.muted_since = now;
    CHECK_FALSE(may_be_public(one));
    one = incident("shop-1", now);
    one.outcome = incidents::Outcome::merged;
    CHECK_FALSE(may_be_public(one));
    one.outcome = incidents::Outcome::dismissed;
    CHECK_FALSE(may_be_public(one));
    CHECK(page_of({one}).current.empty());
}

TEST_CASE("status page: maintenance of its hosts, open or soon", "[reports]") {
    desk::MaintenanceWindow window;
    window.id = "w";
    window.matchers = {{"host", "shop-.*", true, true}};
    window.recurrence.rrule = "FREQ=DAILY";
    window.recurrence.zone = "UTC";
    window.recurrence.first = "2026-09-20T00:00";
    window.duration = hours{1};
    window.until = now + hours{24 * 30};
    const StatusPage page = page_of({}, {window});
    REQUIRE_FALSE(page.maintenance.empty());
    CHECK(page.maintenance[0].services == std::vector<std::string>{"The shop"});
    window.matchers.push_back({"kind", "disk", false, true});
    CHECK(page_of({}, {window}).maintenance.empty());
}
