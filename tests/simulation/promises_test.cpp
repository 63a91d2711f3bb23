#include "simulation.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// What the first simulations say of an engine with this fault, or "".
std::string complaint_about(const SimulatedServer::Spoil& spoil) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Simulation simulation(seed, spoil);
        try {
            simulation.run();
        } catch (const BrokenPromise& broken) {
            const std::string words = broken.what();
            return words.substr(0, words.find(':'));
        }
    }
    return {};
}

}  // namespace

TEST_CASE("promises: an engine without a fault keeps them", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes&) {}).empty());
}

TEST_CASE("promises: a decision without a line is noticed", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes& changes) {
              std::erase_if(changes.events, [](const Event& event) {
                  return event.kind == EventKind::recovery_started;
              });
          }) == "its lines add up to its state");
}

TEST_CASE("promises: an end that is not told is noticed", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes& changes) {
              std::erase_if(changes.announcements, [](const Announcement& one) {
                  return one.transition == Transition::resolved;
              });
          }) == "what it remembers to have said was said");
}

TEST_CASE("promises: an end that it forgets to tell is noticed", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes& changes) {
              for (Incident& one : changes.incidents) {
                  if (one.state == IncidentState::resolved && one.last_word)
                      one.last_word->transition = Transition::changed;
              }
          }) == "a final state is announced");
}

TEST_CASE("promises: a symptom with two owners is noticed", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes& changes) {
              for (Incident& one : changes.incidents) {
                  for (IncidentSymptom& known : one.symptoms)
                      known.symptom.subject = {"web-0", "everything"};
              }
          }) != "");
}

TEST_CASE("promises: a symptom that gets lost is noticed", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes& changes) {
              for (Incident& one : changes.incidents) {
                  if (one.symptoms.size() > 1) one.symptoms.pop_back();
              }
          }) == "no symptom without an incident");
}

TEST_CASE("promises: an incident that is not stored is noticed", "[incidents][simulation]") {
    const std::string complaint = complaint_about([](Changes& changes) {
        if (changes.incidents.size() == 1 && changes.incidents[0].revision > 3)
            changes.incidents.clear();
    });
    CHECK_FALSE(complaint.empty());
}

TEST_CASE("promises: a decision without a reason is noticed", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes& changes) {
              for (Event& event : changes.events)
                  if (event.kind == EventKind::relapsed) event.reason.text.clear();
          }) == "a line has its reason");
    CHECK(complaint_about([](Changes& changes) {
              for (Incident& one : changes.incidents)
                  one.priority.reasons.clear();
          }) == "a priority has its reasons");
}

TEST_CASE("promises: a timeline that runs backwards is noticed", "[incidents][simulation]") {
    CHECK(complaint_about([](Changes& changes) {
              for (Event& event : changes.events)
                  if (event.kind == EventKind::noted) event.at -= minutes{10};
          }) == "a timeline never runs backwards");
}
