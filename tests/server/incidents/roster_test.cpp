#include "server/incidents/roster.hpp"

#include <catch2/catch.hpp>

#include "server/incidents/fingerprint.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Incident incident_of(std::uint64_t number, const Words& words, TimePoint received_at = start) {
    Incident incident;
    incident.id = "inc-" + std::to_string(number);
    incident.number = number;
    incident.opened_at = received_at;
    IncidentSymptom known;
    known.symptom = make_symptom(words, SymptomStatus::raised, start);
    known.received_at = received_at;
    incident.symptoms = {known};
    return incident;
}

std::vector<std::uint64_t> numbers(const std::vector<Incident*>& incidents) {
    std::vector<std::uint64_t> found;
    for (const Incident* incident : incidents)
        found.push_back(incident->number);
    return found;
}

}  // namespace

TEST_CASE("roster: an incident that spreads is found on its new host", "[incidents]") {
    const Settings settings;
    Roster roster(settings);
    Incident& incident = roster.insert(incident_of(1, {}));
    CHECK(roster.open_on("web-2", 10).empty());
    Words elsewhere;
    elsewhere.host = "web-2";
    incident.symptoms.push_back(incident_of(9, elsewhere).symptoms[0]);
    roster.refile(incident);
    CHECK(numbers(roster.open_on("web-2", 10)) == std::vector<std::uint64_t>{1});
    CHECK(roster.holder_of(fingerprint(incident.symptoms[1].symptom)) == &incident);
}

TEST_CASE("roster: open ones come newest first and bounded, all of a host oldest first",
          "[incidents]") {
    const Settings settings;
    Roster roster(settings);
    for (std::uint64_t number = 1; number <= 4; ++number) {
        Words words;
        words.kind = "kind." + std::to_string(number);
        roster.insert(incident_of(number, words));
    }
    Incident& third = *roster.find("inc-3");
    third.state = IncidentState::resolved;
    third.resolved_at = start;
    roster.refile(third);
    CHECK(numbers(roster.open_on("web-1", 2)) == std::vector<std::uint64_t>{4, 2});
    CHECK(numbers(roster.all_on("web-1")) == std::vector<std::uint64_t>{1, 2, 3, 4});
    CHECK(roster.open_count() == 3);
    third.symptoms[0].cleared_at = start;
    third.state = IncidentState::closed;
    roster.refile(third);
    CHECK(roster.find("inc-3") == nullptr);
    CHECK(numbers(roster.all_on("web-1")) == std::vector<std::uint64_t>{1, 2, 4});
}

TEST_CASE("roster: the newest episode holds the fingerprint, in any order of insertion",
          "[incidents]") {
    const Settings settings;
    const std::string print = fingerprint(make_symptom({}, SymptomStatus::raised, start));
    const bool older_first = GENERATE(true, false);
    Roster roster(settings);
    const Incident older = incident_of(2, {}, start);
    const Incident newer = incident_of(1, {}, start + seconds{1});
    roster.insert(older_first ? older : newer);
    roster.insert(older_first ? newer : older);
    CHECK(roster.holder_of(print)->number == 1);
}

TEST_CASE("roster: what is due comes earliest first", "[incidents]") {
    const Settings settings;
    Roster roster(settings);
    Words one;
    one.expected_in = Duration{0};
    Words other = one;
    other.kind = "other";
    roster.insert(incident_of(1, one, start + seconds{5}));
    roster.insert(incident_of(2, other, start));
    CHECK(roster.next_deadline() == start + seconds{3});
    CHECK(roster.due(start + seconds{2}).empty());
    CHECK(numbers(roster.due(start + seconds{3})) == std::vector<std::uint64_t>{2});
    CHECK(numbers(roster.due(start + seconds{8})) == std::vector<std::uint64_t>{2, 1});
}
