#include "server/http/fix_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_diagnosis.hpp"

namespace foreshock::http {
namespace {

using incidents::PersonStep;
using nlohmann::json;

incidents::KnownError known(const std::string& id, const std::string& kind) {
    incidents::KnownError one;
    one.id = id;
    one.title = "the heap grows";
    one.kinds = {kind};
    one.fix = "restart it";
    return one;
}

struct Fixture {
    test::MemoryStore reader;
    FakeCommands commands;
    test::ManualClock clock;
    test::MemoryDiagnosis diagnosis;
    FixApi api{reader, diagnosis, commands, clock};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Fixture() {
        const incidents::Incident incident = stored_incident(1);
        store(reader, incident);
        commands.answer = incident;
        const std::string kind = incident.symptoms.at(0).symptom.kind;
        diagnosis.context.known_errors = {known("ke-1", kind), known("ke-2", "other.kind")};
    }

    Response apply(const std::string& id) {
        return ask(front, post("/api/v1/incidents/INC-000001/fixes",
                               json{{"actor", "mali"}, {"known_error", id}}.dump()));
    }
};

TEST_CASE("fix_api: the steps of what the card offers are asked for", "[http][S21]") {
    Fixture f;
    f.diagnosis.context.known_errors[0].steps = {{"checked", "heap"}, {"changed", "restart"}};
    REQUIRE(f.apply("ke-1").status == 200);
    const auto step = std::get<PersonStep>(f.commands.taken.back());
    CHECK(step.actor == "mali");
    CHECK(step.incident_id == stored_incident(1).id);
    const auto fix = std::get<incidents::ApplyFix>(step.what);
    CHECK(fix.known_error == "ke-1");
    CHECK(fix.title == "the heap grows");
    CHECK(fix.steps.size() == 2);
}

TEST_CASE("fix_api: without steps of its own the fix is one step", "[http][S21]") {
    Fixture f;
    REQUIRE(f.apply("ke-1").status == 200);
    const auto step = std::get<PersonStep>(f.commands.taken.back());
    const auto fix = std::get<incidents::ApplyFix>(step.what);
    CHECK(fix.steps == std::vector<incidents::FixStep>{{"changed", "restart it"}});
}

TEST_CASE("fix_api: what is not offered, or not known, is refused in words", "[http][S21]") {
    Fixture f;
    const Response other = f.apply("ke-2");
    CHECK(other.status == 409);
    CHECK(other.body.find("ke-2 is not offered on incident 1") != std::string::npos);
    CHECK(f.apply("ke-3").status == 404);
    CHECK(
        ask(f.front, post("/api/v1/incidents/9/fixes", R"({"actor":"mali","known_error":"ke-1"})"))
            .status == 404);
    CHECK(ask(f.front, post("/api/v1/incidents/1/fixes", R"({"actor":"mali"})")).status == 400);
    CHECK(f.commands.taken.empty());
}

}  // namespace
}  // namespace foreshock::http
