#include "server/incidents/causes.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "server/incidents/diagnose.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);
using std::chrono::minutes;
using std::chrono::seconds;

IncidentSymptom symptom(std::string kind, std::string component, int minute,
                        std::vector<std::string> leads_to = {}, std::string host = "web-1") {
    IncidentSymptom known;
    known.symptom.id = "sym-" + host + kind;
    known.symptom.kind = std::move(kind);
    known.symptom.subject = {std::move(host), std::move(component)};
    known.symptom.first_sign = start + minutes{minute};
    known.symptom.leads_to = std::move(leads_to);
    return known;
}

Incident incident_of(std::vector<IncidentSymptom> symptoms) {
    Incident incident;
    incident.symptoms = std::move(symptoms);
    incident.first_sign_at = start;
    return incident;
}

bool has(const std::vector<Reason>& reasons, std::string_view code) {
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](const Reason& reason) { return reason.code == code; });
}

/// A leak that ends in kills and a crash loop; the loop was heard of first.
Incident leak_chain() {
    return incident_of({symptom("unit.crash_loop", "unit shop.service", 9),
                        symptom("memory.oom.killed", "process shop", 8, {"unit.crash_loop"}),
                        symptom("process.memory.leak", "process shop", 0, {"memory.oom.killed"})});
}

TEST_CASE("causes: what moved first and leads to the rest comes first, over several steps",
          "[incidents][causes]") {
    const auto causes = probable_causes(leak_chain(), {});
    REQUIRE(causes.size() == 3);
    CHECK(causes[0].what == "process.memory.leak");
    CHECK(causes[2].what == "unit.crash_loop");
    CHECK(has(causes[0].evidence_for, "moved_first"));
    CHECK(has(causes[0].evidence_for, "before_effects"));
    REQUIRE(has(causes[0].evidence_for, "leads_to"));
    const auto reason = std::find_if(causes[0].evidence_for.begin(), causes[0].evidence_for.end(),
                                     [](const Reason& one) { return one.code == "leads_to"; });
    CHECK_THAT(reason->text, Catch::Contains("memory.oom.killed (process shop)") &&
                                 Catch::Contains("unit.crash_loop (unit shop.service)"));
    CHECK(causes[0].evidence_against.empty());
    CHECK(has(causes[2].evidence_against, "is_effect"));
    CHECK(has(causes[2].evidence_against, "moved_later"));
}

TEST_CASE("causes: the cause graph outweighs a word that was early by chance",
          "[incidents][causes]") {
    const auto causes = probable_causes(
        incident_of({symptom("load.saturation", "", 0),
                     symptom("disk.latency", "disk sda", 1, {"load.saturation", "tasks.stuck"}),
                     symptom("tasks.stuck", "", 2)}),
        {});
    CHECK(causes[0].what == "disk.latency");
}

TEST_CASE("causes: kinds that lead to one another do not run for ever", "[incidents][causes]") {
    const auto causes =
        probable_causes(incident_of({symptom("a", "", 0, {"b"}), symptom("b", "", 1, {"a"})}), {});
    REQUIRE(causes.size() == 2);
    CHECK(causes[0].what == "a");
}

TEST_CASE("causes: one kind on many hosts is one cause with its hosts", "[incidents][causes]") {
    const auto causes = probable_causes(incident_of({symptom("link.down", "eth0", 0, {}, "web-1"),
                                                     symptom("link.down", "eth0", 1, {}, "web-2")}),
                                        {});
    REQUIRE(causes.size() == 1);
    CHECK(causes[0].hosts == std::vector<std::string>{"web-1", "web-2"});
    CHECK(causes[0].at == start);
}

TEST_CASE("causes: a change just before that names the component beats a lone symptom",
          "[incidents][causes]") {
    const Incident incident = incident_of({symptom("process.memory.leak", "process postgres", 0)});
    const HostChange change{start - minutes{4}, "package.postgresql-15", "15.4", "15.5", {"web-1"}};
    const auto causes = probable_causes(incident, {change});
    REQUIRE(causes.size() == 2);
    CHECK(causes[0].source == CauseSource::change);
    CHECK(causes[0].sentence == "package.postgresql-15: 15.4 → 15.5");
    CHECK(has(causes[0].evidence_for, "just_before"));
    CHECK(has(causes[0].evidence_for, "names_component"));
    CHECK(has(causes[1].evidence_for, "changed_before"));
}

TEST_CASE("causes: a change of long before that names nothing ranks below the symptom",
          "[incidents][causes]") {
    const Incident incident = incident_of({symptom("disk.latency", "disk sda", 0)});
    const HostChange change{start - minutes{900}, "package.tzdata", "a", "b", {"web-1"}};
    const auto causes = probable_causes(incident, {change});
    CHECK(causes[0].what == "disk.latency");
    CHECK(has(causes[1].evidence_against, "names_nothing"));
}

TEST_CASE("causes: a change on all touched hosts weighs more than one on some",
          "[incidents][causes]") {
    const Incident incident = incident_of({symptom("check.failing", "", 0, {}, "web-1"),
                                           symptom("check.failing", "", 1, {}, "web-2")});
    const HostChange everywhere{start - minutes{9}, "kernel", "6.0", "6.1", {"web-1", "web-2"}};
    const HostChange here{start - minutes{9}, "os", "12.1", "12.2", {"web-1"}};
    const auto causes = probable_causes(incident, {here, everywhere});
    const auto place = [&](std::string_view what) {
        return std::find_if(causes.begin(), causes.end(),
                            [&](const ProbableCause& one) { return one.what == what; });
    };
    CHECK(place("kernel") < place("os"));
    CHECK(has(place("kernel")->evidence_for, "on_all_hosts"));
    CHECK(has(place("os")->evidence_against, "not_on_all_hosts"));
}

TEST_CASE("causes: at most causes_max, none without evidence, scores within bounds",
          "[incidents][causes]") {
    std::vector<IncidentSymptom> many;
    for (int i = 0; i < 40; ++i) {
        many.push_back(symptom("kind." + std::to_string(i), i % 3 ? "" : "process x", 40 - i,
                               {"kind." + std::to_string(i + 1)}));
        if (i % 4 == 0) many.back().cleared_at = start + minutes{60};
    }
    const auto causes = probable_causes(incident_of(many), {});
    CHECK(causes.size() == causes_max);
    for (const ProbableCause& cause : causes) {
        CHECK_FALSE(cause.evidence_for.empty());
        CHECK(cause.score >= 0);
        CHECK(cause.score <= 1);
    }
    CHECK(probable_causes(Incident{}, {}).empty());
}

Host host_with(std::string name, std::vector<Change> changes) {
    Host host;
    host.id = name;
    host.name = std::move(name);
    host.changes = std::move(changes);
    return host;
}

TEST_CASE("diagnosis: when it gets worse, what began it and how far it reaches are found anew",
          "[incidents][causes][S13]") {
    test::Drive drive;
    const std::string id = test::Drive::only(drive.say({})).id;
    CHECK(diagnose(drive.incident(id)).causes.at(0).what == "filesystem.space.exhaustion");
    const int level = drive.incident(id).priority.level;
    drive.wait(minutes{1});
    test::Words writer;
    writer.id = "episode-2";
    writer.component = "process shop";
    writer.kind = "process.log.growth";
    writer.phase = Phase::occurring;
    writer.severity = Severity::critical;
    writer.onset = -minutes{10};
    writer.impact = 1;
    writer.leads_to = {"filesystem.space.exhaustion"};
    REQUIRE(test::Drive::only(drive.say(writer)).id == id);
    Host host;
    host.name = "web-1";
    host.changes = {{start - minutes{20}, "package.shop", "1.0", "1.1"}};
    const Diagnosis now = diagnose(drive.incident(id), {{host}, {}, {}});
    CHECK(now.first_signs.at(0).component == "process shop");
    CHECK(now.components.size() == 2);
    CHECK(now.changes.at(0).to == "1.1");
    CHECK(std::any_of(now.causes.begin(), now.causes.end(), [](const ProbableCause& one) {
        return one.what == "process.log.growth" && has(one.evidence_for, "leads_to");
    }));
    CHECK(drive.incident(id).priority.level < level);
    CHECK(drive.count(EventKind::priority_changed) == 1);
}

TEST_CASE("changes before: those of touched hosts within the span, the nearest first",
          "[incidents][causes]") {
    const Incident incident =
        incident_of({symptom("a", "", 0, {}, "web-1"), symptom("a", "", 0, {}, "web-2")});
    const std::vector<Host> hosts{
        host_with("web-1", {{start - changes_span - seconds{1}, "old", "", "x"},
                            {start - changes_span, "oldest", "", "x"},
                            {start - minutes{5}, "kernel", "6.0", "6.1"},
                            {start + changes_noticed_late, "os", "1", "2"},
                            {start + changes_noticed_late + seconds{1}, "later", "1", "2"}}),
        host_with("web-2", {{start - minutes{7}, "kernel", "6.0", "6.1"}}),
        host_with("db-1", {{start, "elsewhere", "", "x"}}),
    };
    const auto changes = changes_before(incident, hosts);
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].fact == "os");
    CHECK(changes[1] == HostChange{start - minutes{7}, "kernel", "6.0", "6.1", {"web-1", "web-2"}});
    CHECK(changes[2].fact == "oldest");
}

TEST_CASE("changes before: at most changes_shown_max", "[incidents][causes]") {
    std::vector<Change> many;
    for (std::size_t i = 0; i <= changes_shown_max; ++i)
        many.push_back({start - seconds{i}, "fact " + std::to_string(i), "", "x"});
    const auto changes =
        changes_before(incident_of({symptom("a", "", 0)}), {host_with("web-1", many)});
    CHECK(changes.size() == changes_shown_max);
    CHECK(changes.front().fact == "fact 0");
}

TEST_CASE("questions: one about changes is answered by those of its host", "[incidents][causes]") {
    Incident incident = incident_of({symptom("a", "", 0)});
    incident.symptoms[0].symptom.questions = {"Was shop updated lately?"};
    const auto with = diagnose(
        incident,
        {{host_with("web-1", {{start - minutes{3}, "package.shop", "1.0", "1.1"}})}, {}, {}});
    REQUIRE(with.prefilled_questions.size() == 1);
    CHECK(with.prefilled_questions[0].known ==
          std::vector<std::string>{"package.shop: 1.0 → 1.1, 3 min before the first sign"});
    const auto without = diagnose(incident);
    REQUIRE(without.prefilled_questions[0].known.size() == 1);
    CHECK_THAT(without.prefilled_questions[0].known[0],
               Catch::StartsWith("no change was seen on web-1"));
}

TEST_CASE("questions: which one is answered from the snapshot, the rest from the figures",
          "[incidents][causes]") {
    Incident incident = incident_of({symptom("a", "", 0)});
    Symptom& said = incident.symptoms[0].symptom;
    said.questions = {"Which process fills it?", "Is a large import running?"};
    said.evidence = {
        {"filesystem.space.used_bytes", {}, 90, 100, seconds{40}, "grew 2 per second"}};
    said.snapshot =
        HostSnapshot{start, {{"fastest growing", {"pid", "name"}, {{"7", "cat"}, {"9", "dd"}}, 1}}};
    const auto questions = prefilled_questions(incident, {});
    REQUIRE(questions.size() == 2);
    CHECK(questions[0].known == std::vector<std::string>{"fastest growing: pid 9, name dd"});
    CHECK(questions[1].known ==
          std::vector<std::string>{"filesystem.space.used_bytes is 90 of 100: grew 2 per second"});
    CHECK(diagnose(incident).snapshot_of == said.id);
}

}  // namespace
