#include "server/incidents/prioritise.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Incident incident_of(const std::vector<Words>& all) {
    Incident incident;
    for (const Words& words : all) {
        IncidentSymptom known;
        known.symptom = make_symptom(words, SymptomStatus::raised, start);
        incident.symptoms.push_back(known);
    }
    return incident;
}

Priority priority_of(const std::vector<Words>& all) {
    return prioritise(incident_of(all), start, {});
}

bool has_reason(const Priority& priority, std::string_view code) {
    return std::any_of(priority.reasons.begin(), priority.reasons.end(),
                       [&](const Reason& reason) { return reason.code == code; });
}

}  // namespace

TEST_CASE("prioritise: urgency by the time left, at each bound", "[incidents][prioritise][S22]") {
    const std::tuple<Duration, int, const char*> cases[] = {
        {minutes{1}, 1, "urgency.near"},
        {minutes{30}, 1, "urgency.near"},
        {minutes{30} + Duration{1}, 2, "urgency.soon"},
        {hours{4}, 2, "urgency.soon"},
        {hours{4} + Duration{1}, 3, "urgency.distant"}};
    for (const auto& [left, urgency, code] : cases) {
        Words words;
        words.expected_in = left;
        const Priority priority = priority_of({words});
        CHECK(priority.urgency == urgency);
        CHECK(has_reason(priority, code));
    }
}

TEST_CASE("prioritise: a forecast that has passed is as urgent as can be",
          "[incidents][prioritise]") {
    const Incident incident = incident_of({{}});
    const Priority priority = prioritise(incident, start + minutes{61}, {});
    CHECK(priority.urgency == 1);
    CHECK(priority.reasons.at(1).text == "expected by now: writes fail");
}

TEST_CASE("prioritise: phase and severity without a time", "[incidents][prioritise]") {
    const std::tuple<Phase, Severity, int, const char*> cases[] = {
        {Phase::occurring, Severity::critical, 1, "urgency.occurring_critical"},
        {Phase::occurring, Severity::warning, 2, "urgency.occurring"},
        {Phase::occurring, Severity::info, 3, "urgency.info"},
        {Phase::impending, Severity::critical, 2, "urgency.impending_critical"},
        {Phase::impending, Severity::warning, 3, "urgency.impending"},
        {Phase::impending, Severity::info, 3, "urgency.info"}};
    for (const auto& [phase, severity, urgency, code] : cases) {
        Words words;
        words.phase = phase;
        words.severity = severity;
        words.expected_in = Duration{0};
        const Priority priority = priority_of({words});
        CHECK(priority.urgency == urgency);
        CHECK(has_reason(priority, code));
    }
}

TEST_CASE("prioritise: a critical disruption far away is not left for last",
          "[incidents][prioritise]") {
    Words words;
    words.severity = Severity::critical;
    words.expected_in = hours{20};
    CHECK(priority_of({words}).urgency == 2);
    words.severity = Severity::info;
    words.expected_in = minutes{1};
    CHECK(priority_of({words}).urgency == 3);
}

TEST_CASE("prioritise: the matrix, cell by cell", "[incidents][prioritise]") {
    const int expected[3][3] = {{1, 2, 3}, {2, 3, 4}, {3, 4, 5}};
    const Duration left[3] = {minutes{10}, hours{1}, hours{10}};
    for (int impact = 1; impact <= 3; ++impact) {
        for (int urgency = 1; urgency <= 3; ++urgency) {
            Words words;
            words.impact = impact;
            words.expected_in = left[urgency - 1];
            const Priority priority = priority_of({words});
            CHECK(priority.impact == impact);
            CHECK(priority.urgency == urgency);
            CHECK(priority.level == expected[impact - 1][urgency - 1]);
        }
    }
}

TEST_CASE("prioritise: another matrix may be configured", "[incidents][prioritise]") {
    Settings settings;
    settings.matrix[1][1] = 1;
    CHECK(prioritise(incident_of({{}}), start, settings).level == 1);
}

TEST_CASE("prioritise: an impact hint out of range is cut to it", "[incidents][prioritise]") {
    Words words;
    words.impact = 0;
    CHECK(priority_of({words}).impact == 1);
    words.impact = 9;
    CHECK(priority_of({words}).impact == 3);
}

TEST_CASE("prioritise: the reasons carry the numbers", "[incidents][prioritise]") {
    const Priority priority = priority_of({{}});
    REQUIRE(priority.reasons.size() == 3);
    CHECK(priority.reasons[0] ==
          Reason{"impact.kind", "filesystem.space.exhaustion touches a service"});
    CHECK(priority.reasons[1] == Reason{"urgency.soon", "expected in 1 h: writes fail"});
    CHECK(priority.reasons[2] == Reason{"matrix", "impact 2 and urgency 2 make P3"});
}

TEST_CASE("prioritise: more hosts weigh more", "[incidents][prioritise]") {
    std::vector<Words> all;
    const int expected[] = {3, 2, 2, 2, 1};
    for (int i = 0; i < 5; ++i) {
        Words words;
        words.impact = 3;
        words.host = "web-" + std::to_string(i);
        all.push_back(words);
        CHECK(priority_of(all).impact == expected[i]);
    }
    CHECK(has_reason(priority_of(all), "impact.hosts"));
}

TEST_CASE("prioritise: cleared symptoms do not count, and without any it stays",
          "[incidents][prioritise]") {
    Words worse;
    worse.impact = 1;
    worse.phase = Phase::occurring;
    worse.severity = Severity::critical;
    worse.expected_in = Duration{0};
    Incident incident = incident_of({{}, worse});
    CHECK(prioritise(incident, start, {}).level == 1);
    incident.symptoms[1].cleared_at = start;
    CHECK(prioritise(incident, start, {}).level == 3);
    incident.symptoms[0].cleared_at = start;
    incident.priority = {2, 1, 2, {{"matrix", "as it was"}}};
    CHECK(prioritise(incident, start, {}) == incident.priority);
}

TEST_CASE("prioritise: a wavering forecast does not make it flap", "[incidents][prioritise]") {
    Incident incident = incident_of({{}});
    const auto urgency_with = [&](Duration left) {
        Words words;
        words.expected_in = left;
        incident.symptoms[0].symptom = make_symptom(words, SymptomStatus::updated, start);
        incident.priority = prioritise(incident, start, {});
        return incident.priority.urgency;
    };
    CHECK(urgency_with(minutes{29}) == 1);
    CHECK(urgency_with(minutes{37}) == 1);
    CHECK(urgency_with(minutes{38}) == 2);
    CHECK(urgency_with(minutes{31}) == 2);
    CHECK(urgency_with(minutes{299}) == 2);
    CHECK(urgency_with(minutes{301}) == 3);
}

TEST_CASE("prioritise: the next change by time alone is known", "[incidents][prioritise]") {
    Words distant;
    distant.expected_in = hours{10};
    Incident incident = incident_of({distant});
    incident.priority = prioritise(incident, start, {});
    CHECK(next_urgency_change(incident, {}) == start + hours{6});
    incident.priority = prioritise(incident, start + hours{6}, {});
    CHECK(incident.priority.urgency == 2);
    CHECK(next_urgency_change(incident, {}) == start + hours{10} - minutes{30});
    incident.priority = prioritise(incident, start + hours{10} - minutes{30}, {});
    CHECK(incident.priority.urgency == 1);
    CHECK_FALSE(next_urgency_change(incident, {}));
}
