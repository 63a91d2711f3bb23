#include "server/http/audit_api.hpp"

#include "people_fixture.hpp"
#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

using nlohmann::json;

struct Fixture : PeopleFixture {
    AuditApi api{store->audit_log()};
    AuditTrail trail{store->audit_log(), clock};
    FixedIdentity who{session_of("ann", people::Role::admin)};
    Front front{{{}, &who, &trail}, api.routes(), counters};

    void act(const std::string& actor, const std::string& action, const std::string& detail = {}) {
        REQUIRE(store->audit_log().append(
            {0, clock.now(), actor, "session", "::1", action, "object", "done", detail}));
    }
};

TEST_CASE("audit api: pages lead from the newest entry to the oldest", "[http][audit]") {
    Fixture f;
    for (int i = 0; i < 5; ++i)
        f.act("bob", "act." + std::to_string(i));
    const Response first = ask(f.front, get("/api/v1/audit", "actor=bob&limit=3"));
    const json page = json::parse(first.body);
    REQUIRE(page.size() == 3);
    CHECK(page[0]["action"] == "act.4");
    const std::string link{first.field("Link")};
    const std::size_t question = link.find('?');
    const Response second = ask(
        f.front, get("/api/v1/audit", link.substr(question + 1, link.find('>') - question - 1)));
    const json rest = json::parse(second.body);
    REQUIRE(rest.size() == 2);
    CHECK(rest[1]["action"] == "act.0");
    CHECK(second.field("Link").empty());
}

TEST_CASE("audit api: reading it is an act as well", "[http][audit]") {
    Fixture f;
    CHECK(ask(f.front, get("/api/v1/audit")).status == 200);
    CHECK(f.audited("GET /api/v1/audit").size() == 1);
}

TEST_CASE("audit api: CSV quotes what could end a cell or be a formula", "[http][audit]") {
    Fixture f;
    f.act("bob", "x", "=cmd|'/c calc'!A0, \"quoted\"");
    const Response csv = ask(f.front, get("/api/v1/audit", "actor=bob&format=csv"));
    CHECK(csv.field("Content-Type").starts_with("text/csv"));
    CHECK_THAT(csv.body, Catch::Contains(R"("'=cmd|'/c calc'!A0, ""quoted""")"));
}

TEST_CASE("audit api: what it does not know it refuses", "[http][audit]") {
    Fixture f;
    for (const char* query :
         {"limit=0", "limit=1001", "cursor=x", "cursor=0", "since=soon", "format=xml", "who=ann"}) {
        CAPTURE(query);
        CHECK(ask(f.front, get("/api/v1/audit", query)).status == 400);
    }
    CHECK(ask(f.front, get("/api/v1/audit", "limit=1000")).status == 200);
}

}  // namespace
}  // namespace foreshock::http
