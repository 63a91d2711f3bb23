#include <catch2/catch.hpp>

#include "server/incidents/categorise.hpp"
#include "server/incidents/correlate.hpp"
#include "server/incidents/deadline.hpp"
#include "server/incidents/diagnose.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/leading.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Symptom symptom_of(const Words& words) {
    return make_symptom(words, SymptomStatus::raised, start);
}

Incident incident_of(const std::vector<Words>& all) {
    Incident incident;
    for (const Words& words : all) {
        IncidentSymptom known;
        known.symptom = symptom_of(words);
        incident.symptoms.push_back(known);
    }
    return incident;
}

std::vector<std::string> codes(const Kinship& kinship) {
    std::vector<std::string> found;
    for (const Reason& reason : kinship.reasons)
        found.push_back(reason.code);
    return found;
}

}  // namespace

TEST_CASE("fingerprint: host, kind and component make it, nothing else", "[incidents]") {
    Words words;
    const std::string print = fingerprint(symptom_of(words));
    words.id = "another";
    words.severity = Severity::critical;
    CHECK(fingerprint(symptom_of(words)) == print);
    for (std::string Words::*part : {&Words::host, &Words::kind, &Words::component}) {
        Words other;
        other.*part = "other";
        CHECK(fingerprint(symptom_of(other)) != print);
    }
}

TEST_CASE("correlate: hosts are never mixed", "[incidents][correlate]") {
    Words elsewhere;
    elsewhere.host = "web-2";
    CHECK(kinship(symptom_of({}), symptom_of(elsewhere)).score == 0);
    CHECK(kinship(symptom_of({}), symptom_of(elsewhere)).reasons.empty());
}

TEST_CASE("correlate: same host at the same time alone stays below the bar",
          "[incidents][correlate]") {
    Words other;
    other.component = "memory";
    other.kind = "memory.pressure";
    const Kinship found = kinship(symptom_of({}), symptom_of(other));
    CHECK(found.score == Approx(0.4));
    CHECK(codes(found) == std::vector<std::string>{"same_host", "close_in_time"});
    CHECK(found.score < Settings{}.join_score);
}

TEST_CASE("correlate: closeness fades with time", "[incidents][correlate]") {
    const std::pair<Duration, double> cases[] = {
        {seconds{60}, 0.8}, {seconds{61}, 0.7}, {minutes{5}, 0.7}, {minutes{5} + seconds{1}, 0.6}};
    for (const auto& [apart, score] : cases) {
        Words later;
        later.kind = "filesystem.inodes.exhaustion";
        later.onset = apart;
        CHECK(kinship(symptom_of(later), symptom_of({})).score == Approx(score));
        CHECK(kinship(symptom_of({}), symptom_of(later)).score == Approx(score));
    }
}

TEST_CASE("correlate: a known cause counts either way, more if it moved first",
          "[incidents][correlate]") {
    Words cause;
    cause.leads_to = {"service.down"};
    Words effect;
    effect.kind = "service.down";
    effect.component = "process shop";
    effect.onset = minutes{10};
    const Kinship forward = kinship(symptom_of(effect), symptom_of(cause));
    CHECK(forward.score == Approx(0.8));
    CHECK(codes(forward) ==
          std::vector<std::string>{"same_host", "known_cause", "first_sign_order"});
    CHECK(kinship(symptom_of(cause), symptom_of(effect)).score == Approx(0.8));
    effect.onset = -minutes{10};
    CHECK(kinship(symptom_of(effect), symptom_of(cause)).score == Approx(0.7));
}

TEST_CASE("correlate: two processes of one program are kin", "[incidents][correlate]") {
    Words one;
    one.component = "process shop (pid 42)";
    one.kind = "process.files.exhaustion";
    Words two = one;
    two.component = "process shop (pid 43)";
    CHECK(codes(kinship(symptom_of(one), symptom_of(two))) ==
          std::vector<std::string>{"same_host", "same_process", "close_in_time"});
    two.component = "process shopping (pid 43)";
    CHECK(kinship(symptom_of(one), symptom_of(two)).score == Approx(0.4));
}

TEST_CASE("correlate: evidence about one device is kin, whatever the component",
          "[incidents][correlate]") {
    Symptom space = symptom_of({});
    space.evidence = {{"filesystem.space.used_bytes", Labels{{"device", "vdb"}}, 1, {}, {}, ""}};
    Words words;
    words.component = "disk vdb";
    words.kind = "disk.latency";
    Symptom disk = symptom_of(words);
    disk.evidence = {{"disk.read.latency_seconds", Labels{{"device", "vdb"}}, 1, {}, {}, ""}};
    CHECK(codes(kinship(disk, space)) ==
          std::vector<std::string>{"same_host", "same_device", "close_in_time"});
    disk.evidence[0].labels = Labels{{"device", "vdc"}};
    CHECK(kinship(disk, space).score == Approx(0.4));
}

TEST_CASE("correlate: the score never exceeds one", "[incidents][correlate]") {
    Words cause;
    cause.leads_to = {"other"};
    Words effect;
    effect.kind = "other";
    CHECK(kinship(symptom_of(effect), symptom_of(cause)).score == 1.0);
}

TEST_CASE("correlate: what cleared longer ago than the window no longer counts",
          "[incidents][correlate]") {
    Incident incident = incident_of({{}});
    Words other;
    other.kind = "filesystem.inodes.exhaustion";
    const auto score = [&] {
        return best_kinship(symptom_of(other), incident, start, minutes{30}).score;
    };
    CHECK(score() > 0);
    incident.symptoms[0].cleared_at = start - minutes{30};
    CHECK(score() > 0);
    incident.symptoms[0].cleared_at = start - minutes{30} - seconds{1};
    CHECK(score() == 0);
}

TEST_CASE("categorise: the pack's category of the first sign, and it stays", "[incidents]") {
    Incident incident = incident_of({{}, {}});
    incident.symptoms[0].symptom.category = "process";
    incident.symptoms[0].symptom.subcategory = "files";
    incident.symptoms[1].symptom.first_sign -= minutes{1};
    CHECK(categorise(incident).category == "storage");
    CHECK(categorise(incident).reason.code == "category.kind");
    incident.category = "memory";
    incident.subcategory = "ram";
    CHECK(categorise(incident).category == "memory");
    CHECK(categorise(incident).subcategory == "ram");
    CHECK(categorise(incident).reason.code == "category.kept");
}

TEST_CASE("categorise: without any category it says so, until one comes", "[incidents]") {
    Incident incident = incident_of({{}});
    incident.symptoms[0].symptom.category = "";
    CHECK(categorise(incident).category == "uncategorised");
    CHECK(categorise(incident).reason.code == "category.none");
    incident.category = "uncategorised";
    incident.symptoms.push_back(incident_of({{}}).symptoms[0]);
    CHECK(categorise(incident).category == "storage");
}

TEST_CASE("leading: active, occurring, severe, soonest, first: in that order", "[incidents]") {
    Words soonest;
    soonest.expected_in = minutes{1};
    Words severe;
    severe.severity = Severity::critical;
    Words occurring;
    occurring.phase = Phase::occurring;
    Incident incident = incident_of({{}, soonest, severe, occurring});
    CHECK(leading_symptom(incident) == &incident.symptoms[3]);
    incident.symptoms[3].cleared_at = start;
    CHECK(leading_symptom(incident) == &incident.symptoms[2]);
    incident.symptoms[2].cleared_at = start;
    CHECK(leading_symptom(incident) == &incident.symptoms[1]);
    CHECK(leading_symptom(Incident{}) == nullptr);
}

TEST_CASE("leading: the title names place and trouble without numbers that age", "[incidents]") {
    CHECK(describe_title(incident_of({{}})) == "filesystem /var on web-1: writes fail soon");
    Words words;
    words.phase = Phase::occurring;
    CHECK(describe_title(incident_of({words})) == "filesystem /var on web-1: writes fail");
    words.expected_in = Duration{0};
    words.kind = "filesystem.state.read_only";
    CHECK(describe_title(incident_of({words})) ==
          "filesystem /var on web-1: filesystem state read only");
    words.kind = "alert.____";
    CHECK(describe_title(incident_of({words})) ==
          "filesystem /var on web-1: filesystem /var on web-1 is in trouble");
    words.component = "";
    words.kind = "agent.lost";
    CHECK(describe_title(incident_of({words})) == "web-1: agent lost");
    Words second = words;
    second.host = "web-2";
    CHECK(describe_title(incident_of({words, second})) == "web-1 and 1 more host: agent lost");
    CHECK(describe_title(Incident{}).empty());
}

TEST_CASE("diagnose: first signs in order, scope, questions once, the leading guide",
          "[incidents][S8]") {
    Words memory;
    memory.component = "memory";
    memory.kind = "memory.ram.exhaustion";
    memory.onset = -minutes{5};
    memory.severity = Severity::critical;
    Incident incident = incident_of({{}, memory});
    incident.symptoms[0].symptom.questions = {"Who writes there?", "Since when?"};
    incident.symptoms[1].symptom.questions = {"Since when?"};
    incident.symptoms[1].symptom.guide = "Look at the largest processes.";
    incident.symptoms[1].symptom.evidence = {
        {"memory.ram.available_bytes", Labels{}, 1, {}, {}, ""}};
    const Diagnosis diagnosis = diagnose(incident);
    REQUIRE(diagnosis.first_signs.size() == 2);
    CHECK(diagnosis.first_signs[0] == FirstSign{start - minutes{7}, "web-1", "memory",
                                                "memory.ram.available_bytes",
                                                "memory on web-1 is in trouble"});
    CHECK(diagnosis.first_signs[1].signal == "filesystem.space.exhaustion");
    CHECK(diagnosis.hosts == std::vector<std::string>{"web-1"});
    CHECK(diagnosis.components == std::vector<std::string>{"memory", "filesystem /var"});
    CHECK(diagnosis.questions == std::vector<std::string>{"Who writes there?", "Since when?"});
    CHECK(diagnosis.guide == "Look at the largest processes.");
    CHECK(diagnose(Incident{}).first_signs.empty());
}

TEST_CASE("names: every state, outcome, event and transition reads back", "[incidents]") {
    CHECK(to_string(IncidentState::fresh) == "new");
    for (int i = 0; i < 6; ++i) {
        const auto state = static_cast<IncidentState>(i);
        CHECK(parse_incident_state(to_string(state)) == state);
        const auto transition = static_cast<Transition>(i);
        CHECK(parse_transition(to_string(transition)) == transition);
    }
    for (int i = 0; i < 4; ++i) {
        const auto outcome = static_cast<Outcome>(i);
        CHECK(parse_outcome(to_string(outcome)) == outcome);
    }
    for (int i = 0; i < 16; ++i) {
        const auto kind = static_cast<EventKind>(i);
        CHECK(parse_event_kind(to_string(kind)) == kind);
    }
    CHECK(to_string(EventKind::notification_failed) == "notification_failed");
    for (const auto presence :
         {Presence::present, Presence::expected_away, Presence::lost, Presence::revoked}) {
        CHECK(parse_presence(to_string(presence)) == presence);
    }
    REQUIRE_FALSE(parse_incident_state("fresh"));
    CHECK(parse_incident_state("fresh").error().code == Errc::malformed);
    CHECK_FALSE(parse_presence(""));
}
