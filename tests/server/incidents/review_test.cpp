#include "server/incidents/review.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "server/incidents/near_miss.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using foreshock::test::at_second;

namespace {

Event line(int second, EventKind kind, std::string actor, std::string reason, std::string to = "") {
    Event event;
    event.at = at_second(second);
    event.kind = kind;
    event.actor = std::move(actor);
    event.reason = {"code", std::move(reason)};
    event.to = std::move(to);
    return event;
}

bool has(const Review& record, std::string_view code) {
    return std::any_of(record.follow_ups.begin(), record.follow_ups.end(),
                       [&](const Reason& one) { return one.code == code; });
}

/// Announced at 4 s, taken at 64 s, the disruption came at 104 s, resolved at 304 s.
Incident foreseen() {
    Incident incident = foreshock::test::leaking_incident();
    incident.occurred = true;
    incident.outcome = Outcome::recovered;
    incident.acknowledged_at = at_second(64);
    incident.resolved_at = at_second(301);
    return incident;
}

std::vector<Event> foreseen_timeline() {
    return {line(1, EventKind::opened, "engine", "new", "P2"),
            line(4, EventKind::announced, "engine", "hold over", "P2"),
            line(5, EventKind::notification_delivered, "hook", "sent"),
            line(9, EventKind::symptom_updated, "engine", "more"),
            line(64, EventKind::acknowledged, "ann", "taken", "ann"),
            line(104, EventKind::phase_changed, "engine", "began", "occurring"),
            line(105, EventKind::priority_changed, "engine", "worse", "P1"),
            line(106, EventKind::noted, "bob", "note"),
            line(301, EventKind::resolved, "ann", "restarted shop", "recovered")};
}

TEST_CASE("review: times are measured, the lead from the first word to the disruption",
          "[incidents][review]") {
    const Review record = review(foreseen(), foreseen_timeline());
    CHECK(record.disruption_at == at_second(104));
    CHECK(record.lead_time == std::chrono::seconds{100});
    CHECK(record.time_to_tell == std::chrono::seconds{34});
    CHECK(record.time_to_take == std::chrono::seconds{60});
    CHECK(record.time_to_resolve == std::chrono::seconds{300});
    CHECK(record.worst_priority == 1);
    CHECK(record.people == std::vector<std::string>{"ann", "bob"});
    CHECK(record.resolution == "restarted shop");
}

TEST_CASE("review: repeated figures and deliveries are left out", "[incidents][review]") {
    const Review record = review(foreseen(), foreseen_timeline());
    CHECK(record.moments.size() == 7);
}

TEST_CASE("review: it says what is left to do", "[incidents][review][S17]") {
    Incident incident = foreseen();
    Review record = review(incident, foreseen_timeline());
    CHECK(has(record, "find_cause"));
    CHECK(has(record, "write_known_error"));
    CHECK_FALSE(has(record, "not_announced"));
    CHECK_FALSE(has(record, "nobody_took_it"));

    incident.hypotheses = {{"h1", "leak", "ann", at_second(70), HypothesisState::accepted, {}}};
    incident.acknowledged_at.reset();
    incident.times_reopened = 2;
    record = review(incident, {line(1, EventKind::notification_failed, "hook", "refused"),
                               line(9, EventKind::fix_named, "ann", "followed", "ke-1")});
    CHECK_FALSE(has(record, "find_cause"));
    CHECK_FALSE(has(record, "write_known_error"));
    CHECK(record.known_error == "ke-1");
    CHECK(has(record, "nobody_took_it"));
    CHECK(has(record, "came_back"));
    CHECK(has(record, "words_lost"));
}

TEST_CASE("review: what was there from the start came without warning", "[incidents][review]") {
    const Review record = review(foreseen(), {});
    CHECK(record.disruption_at == foreseen().opened_at);
    CHECK_FALSE(record.lead_time);
    CHECK(has(record, "not_announced"));
}

TEST_CASE("review: it bears an incident of which nothing is known yet", "[incidents][review]") {
    const Review record = review(Incident{}, {});
    CHECK_FALSE(record.lead_time);
    CHECK_FALSE(record.time_to_resolve);
    CHECK(record.people.empty());
}

TEST_CASE("near misses: the lead is from the announcement to the time that it named",
          "[incidents][review]") {
    ScoredForecast one;
    one.raised_at = at_second(0);
    one.first.expected = at_second(600);
    one.verdict = ForecastVerdict::prevented;
    CHECK(lead_gained(one) == std::chrono::minutes{10});
    one.verdict = ForecastVerdict::unannounced;
    CHECK(lead_gained(one) == Duration{0});
    one.verdict = ForecastVerdict::never;
    one.first.expected = at_second(-5);
    CHECK(lead_gained(one) == Duration{0});
}

}  // namespace
