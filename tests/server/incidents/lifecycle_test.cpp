#include "server/incidents/lifecycle.hpp"

#include <catch2/catch.hpp>

#include "server/incidents/deadline.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// One incident with one active symptom, and a turn to work on it.
struct Bench {
    Settings settings;
    Incident incident;
    Changes changes;
    ServiceMap services;
    ServiceLoad load;
    Turn turn{settings, start, incident, changes, services, load};

    Bench() {
        incident.id = "inc-1";
        incident.number = 1;
        incident.opened_at = start;
        incident.priority = {3, 2, 2, {{"matrix", "as it was"}}};
        IncidentSymptom known;
        Words words;
        words.expected_in = Duration{0};
        known.symptom = make_symptom(words, SymptomStatus::raised, start);
        incident.symptoms = {known};
    }

    void tell_opened_at(TimePoint at) {
        incident.last_word =
            LastWord{Transition::opened, at, incident.priority.level, incident.phase};
    }

    void clear_at(TimePoint at) { incident.symptoms[0].cleared_at = at; }
};

}  // namespace

TEST_CASE("lifecycle: the first word is due after the hold", "[incidents][lifecycle]") {
    Bench bench;
    CHECK(next_word_at(bench.incident, bench.settings) == start + seconds{3});
    bench.incident.reopened_at = start + minutes{5};
    CHECK(next_word_at(bench.incident, bench.settings) == start + minutes{5} + seconds{3});
}

TEST_CASE("lifecycle: nothing is due for what is over, recovering or told",
          "[incidents][lifecycle]") {
    Bench told;
    told.tell_opened_at(start);
    CHECK_FALSE(next_word_at(told.incident, told.settings));
    Bench recovering;
    recovering.clear_at(start);
    CHECK_FALSE(next_word_at(recovering.incident, recovering.settings));
    Bench over;
    over.incident.state = IncidentState::resolved;
    CHECK_FALSE(next_word_at(over.incident, over.settings));
}

TEST_CASE("lifecycle: worse is due at once, calmer later", "[incidents][lifecycle]") {
    Bench bench;
    bench.tell_opened_at(start);
    bench.incident.priority.level = 2;
    CHECK(next_word_at(bench.incident, bench.settings) == start);
    bench.incident.priority.level = 4;
    CHECK(next_word_at(bench.incident, bench.settings) == start + minutes{5});
    bench.incident.phase = Phase::occurring;
    CHECK(next_word_at(bench.incident, bench.settings) == start);
}

TEST_CASE("lifecycle: a spooled symptom makes every word wait", "[incidents][lifecycle]") {
    Bench bench;
    bench.incident.symptoms[0].replayed_since = start;
    CHECK(next_word_at(bench.incident, bench.settings) == start + seconds{60});
    bench.incident.symptoms.push_back(bench.incident.symptoms[0]);
    bench.incident.symptoms[1].replayed_since.reset();
    CHECK(next_word_at(bench.incident, bench.settings) == start + seconds{3});
}

TEST_CASE("lifecycle: an announcement speaks of the revision that its turn ends with",
          "[incidents][lifecycle]") {
    Bench bench;
    bench.incident.revision = 6;
    bench.turn.at = start + seconds{3};
    speak(bench.turn);
    REQUIRE(bench.changes.announcements.size() == 1);
    CHECK(bench.changes.announcements[0].revision == 7);
    CHECK(bench.changes.announcements[0].transition == Transition::opened);
    CHECK(bench.incident.last_word->priority_level == 3);
    CHECK(bench.turn.touched);
}

TEST_CASE("lifecycle: the last clear starts the soak, one of two does not",
          "[incidents][lifecycle]") {
    Bench bench;
    bench.incident.symptoms.push_back(bench.incident.symptoms[0]);
    bench.clear_at(start);
    settle_after_clear(bench.turn);
    CHECK_FALSE(bench.incident.recovering_since);
    bench.incident.symptoms[1].cleared_at = start;
    settle_after_clear(bench.turn);
    CHECK(bench.incident.recovering_since == start);
    CHECK_FALSE(bench.incident.forecast);
    CHECK(bench.changes.events.back().kind == EventKind::recovery_started);
    CHECK(next_deadline(bench.incident, bench.settings) == start + minutes{2});
}

TEST_CASE("lifecycle: resolving tells only those who had been told", "[incidents][lifecycle]") {
    Bench unheard;
    resolve(unheard.turn, {Outcome::recovered, {"soak_over", "quiet"}, "engine", ""});
    CHECK(unheard.changes.announcements.empty());
    Bench heard;
    heard.tell_opened_at(start);
    resolve(heard.turn, {Outcome::recovered, {"soak_over", "quiet"}, "engine", ""});
    REQUIRE(heard.changes.announcements.size() == 1);
    CHECK(heard.incident.state == IncidentState::resolved);
    CHECK(heard.incident.resolved_at == start);
    CHECK(heard.changes.events.back().from == "new");
    CHECK(heard.changes.events.back().to == "recovered");
    CHECK_FALSE(is_known_to_be_open(heard.incident));
}

TEST_CASE("lifecycle: reopening gives it back to its owner", "[incidents][lifecycle]") {
    for (const std::string owner : {"", "mali"}) {
        Bench bench;
        bench.incident.owner = owner;
        resolve(bench.turn, {Outcome::dismissed, {"person", "known"}, "mali", ""});
        reopen(bench.turn, {"got_worse", "worse"});
        CHECK(bench.incident.state ==
              (owner.empty() ? IncidentState::fresh : IncidentState::in_progress));
        CHECK(bench.incident.outcome == Outcome::open);
        CHECK(bench.incident.times_reopened == 1);
        CHECK(bench.changes.events.back().from == "resolved");
    }
}

TEST_CASE("lifecycle: silence is counted from the later of resolution and clearing",
          "[incidents][lifecycle]") {
    Bench bench;
    CHECK_FALSE(close_at(bench.incident, bench.settings));
    bench.incident.state = IncidentState::resolved;
    bench.incident.resolved_at = start + hours{1};
    CHECK_FALSE(close_at(bench.incident, bench.settings));
    bench.clear_at(start);
    CHECK(close_at(bench.incident, bench.settings) == start + hours{25});
    bench.clear_at(start + hours{3});
    CHECK(close_at(bench.incident, bench.settings) == start + hours{27});
    CHECK(next_deadline(bench.incident, bench.settings) == start + hours{27});
}

TEST_CASE("deadline: the earliest of all that time can do", "[incidents][lifecycle]") {
    Bench bench;
    bench.tell_opened_at(start);
    CHECK_FALSE(next_deadline(bench.incident, bench.settings));
    bench.incident.symptoms[0].orphaned_since = start;
    CHECK(next_deadline(bench.incident, bench.settings) == start + minutes{10});
    bench.incident.priority.level = 5;
    CHECK(next_deadline(bench.incident, bench.settings) == start + minutes{5});
    bench.incident.symptoms[0].symptom.forecast = Forecast{};
    bench.incident.symptoms[0].symptom.forecast->expected = start + minutes{32};
    CHECK(next_deadline(bench.incident, bench.settings) == start + minutes{2});
}
