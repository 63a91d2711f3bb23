#include "server/incidents/known_error.hpp"

#include <catch2/catch.hpp>

#include "server/incidents/engine.hpp"
#include "server/incidents/similar.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::incidents;

namespace {

using std::chrono::minutes;

KnownError known(std::vector<std::string> kinds, std::string component = "") {
    KnownError one;
    one.id = known_error_id(kinds, component);
    one.kinds = std::move(kinds);
    one.component = std::move(component);
    return one;
}

Incident with_kinds(std::string id, const std::vector<std::string>& kinds,
                    const std::string& component = "process shop (pid 42)",
                    const std::string& host = "web-1") {
    Incident incident;
    incident.id = std::move(id);
    for (const std::string& kind : kinds) {
        IncidentSymptom symptom;
        symptom.symptom.kind = kind;
        symptom.symptom.subject = {host, component};
        incident.symptoms.push_back(symptom);
    }
    return incident;
}

bool has(const std::vector<Reason>& reasons, std::string_view code) {
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](const Reason& one) { return one.code == code; });
}

TEST_CASE("known errors: the record is told as people say it", "[incidents][known_errors]") {
    KnownError one = known({"a"});
    CHECK(describe_record(one) == "not tried yet");
    one.tried = 5;
    one.worked = 4;
    one.median_took = minutes{12};
    CHECK(describe_record(one) == "worked 4 of 5 times, median 12 min");
    one.tried = 1;
    one.worked = 0;
    one.median_took.reset();
    CHECK(describe_record(one) == "worked 0 of 1 time");
}

TEST_CASE("known errors: a fix has steps, one for each line", "[incidents][known_errors][S21]") {
    const auto steps = parse_fix_steps(
        "checked: df -h /var\n\n  mv /var/log/old: to /srv \n"
        "communicated:  told the shop\nchecked:\n");
    REQUIRE(steps);
    CHECK(*steps == std::vector<FixStep>{{"checked", "df -h /var"},
                                         {"changed", "mv /var/log/old: to /srv"},
                                         {"communicated", "told the shop"},
                                         {"changed", "checked:"}});
    CHECK(parse_fix_steps("")->empty());
    std::string many;
    for (std::size_t i = 0; i < fix_steps_max; ++i)
        many += "step\n";
    CHECK(parse_fix_steps(many)->size() == fix_steps_max);
    CHECK(parse_fix_steps(many + "one more").error().code == Errc::invalid);
    CHECK(parse_fix_steps(std::string(fix_step_bytes_max, 'x')));
    CHECK_FALSE(parse_fix_steps(std::string(fix_step_bytes_max + 1, 'x')));
    KnownError one = known({"a"});
    one.fix = "restart it";
    CHECK(steps_of(one) == std::vector<FixStep>{{"changed", "restart it"}});
    one.steps = *steps;
    CHECK(steps_of(one).size() == 4);
}

TEST_CASE("known errors: all its kinds must be there, on a component that looks like its",
          "[incidents][known_errors]") {
    const Incident incident = with_kinds("inc-1", {"a", "b"});
    const auto fixes = suggested_fixes(
        incident, {known({"a"}), known({"a", "c"}), known({"a", "b"}, "process shop*"),
                   known({"b"}, "disk *"), known({})});
    REQUIRE(fixes.size() == 2);
    CHECK(fixes[0].known_error.kinds == std::vector<std::string>{"a", "b"});
    CHECK(has(fixes[0].reasons, "component"));
    CHECK(fixes[1].known_error.kinds == std::vector<std::string>{"a"});
    CHECK(has(fixes[1].reasons, "record"));
}

TEST_CASE("known errors: nine of ten come before once of once", "[incidents][known_errors][S10]") {
    KnownError once = known({"a"});
    once.tried = once.worked = 1;
    KnownError often = known({"b"});
    often.tried = 10;
    often.worked = 9;
    KnownError bad = known({"a", "b"});
    bad.tried = 4;
    const auto fixes = suggested_fixes(with_kinds("inc-1", {"a", "b"}), {bad, once, often});
    REQUIRE(fixes.size() == 3);
    CHECK(fixes[0].known_error.kinds == often.kinds);
    CHECK(fixes[2].known_error.kinds == bad.kinds);
}

TEST_CASE("known errors: no more than suggested_fixes_max are suggested",
          "[incidents][known_errors]") {
    std::vector<KnownError> many;
    for (std::size_t i = 0; i <= suggested_fixes_max; ++i)
        many.push_back(known({"a"}, std::string(i, '*')));
    CHECK(suggested_fixes(with_kinds("inc-1", {"a"}), many).size() == suggested_fixes_max);
}

TEST_CASE("known errors: the order of kinds makes no other signature",
          "[incidents][known_errors]") {
    CHECK(known_error_id({"a", "b"}, "x") == known_error_id({"b", "a"}, "x"));
    CHECK(known_error_id({"a", "b"}, "x") != known_error_id({"a", "b"}, "y"));
}

TEST_CASE("similar: same kinds weigh more than words, and never without reasons",
          "[incidents][similar]") {
    const Incident now = with_kinds("inc-9", {"a", "b"});
    const PastIncident kinds{with_kinds("inc-1", {"a", "b"}, "process shop (pid 7)", "web-2"),
                             "restarted shop", 0.1};
    const PastIncident words{with_kinds("inc-2", {"c"}, "process shop (pid 7)"), "", 1.0};
    const PastIncident other{with_kinds("inc-3", {"d"}, "disk sda", "db-1"), "", 0.9};
    const PastIncident itself{now, "", 1.0};
    const auto similar = rank_similar(now, {words, kinds, other, itself});
    REQUIRE(similar.size() == 2);
    CHECK(similar[0].id == "inc-1");
    CHECK(similar[0].resolution == "restarted shop");
    CHECK(has(similar[0].reasons, "same_kinds"));
    CHECK(has(similar[0].reasons, "same_component"));
    CHECK(similar[1].id == "inc-2");
    CHECK(has(similar[1].reasons, "same_host"));
}

TEST_CASE("similar: at most similar_max, the newest of equals first", "[incidents][similar]") {
    std::vector<PastIncident> past;
    for (std::uint64_t i = 1; i <= similar_max + 1; ++i) {
        past.push_back({with_kinds("inc-" + std::to_string(i), {"a"}), "", 0});
        past.back().incident.number = i;
    }
    const auto similar = rank_similar(with_kinds("now", {"a"}), past);
    REQUIRE(similar.size() == similar_max);
    CHECK(similar[0].number == similar_max + 1);
}

TEST_CASE("engine: a resolution that names a known error says so on the timeline",
          "[incidents][known_errors]") {
    Incident incident = foreshock::test::leaking_incident();
    Engine engine{{}, {incident}, 43};
    const auto changes =
        engine.apply(ResolveAsked{incident.updated_at, incident.id, "ann", "restarted it", "ke-1"});
    REQUIRE(changes);
    REQUIRE(changes->events.size() == 2);
    CHECK(changes->events[1].kind == EventKind::fix_named);
    CHECK(changes->events[1].to == "ke-1");
    CHECK(changes->events[1].actor == "ann");
}

}  // namespace
