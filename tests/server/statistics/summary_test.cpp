#include "server/statistics/summary.hpp"

#include <catch2/catch.hpp>

namespace foreshock::statistics {
namespace {

using incidents::ClockState;
using incidents::Incident;
using incidents::Outcome;
using std::chrono::hours;
using std::chrono::minutes;

TimePoint at(const std::string& text) {
    return parse_rfc3339(text).value();
}

Incident incident(Duration acknowledged, Duration resolved) {
    Incident one;
    one.opened_at = at("2026-11-26T10:00:00Z");
    one.first_sign_at = one.opened_at - minutes{4};
    one.acknowledged_at = one.opened_at + acknowledged;
    one.resolved_at = one.opened_at + resolved;
    one.state = incidents::IncidentState::resolved;
    one.outcome = Outcome::recovered;
    one.category = "storage";
    one.priority.level = 3;
    return one;
}

std::vector<Duration> spans(int count) {
    std::vector<Duration> all;
    for (int i = count; i > 0; --i)
        all.push_back(minutes{i});
    return all;
}

TEST_CASE("statistics: percentiles are by nearest rank", "[statistics]") {
    const Spread hundred = spread_of(spans(100));
    CHECK(hundred.count == 100);
    CHECK(hundred.p50 == minutes{50});
    CHECK(hundred.p90 == minutes{90});
    CHECK(hundred.p95 == minutes{95});
    CHECK(hundred.mean == minutes{50} + std::chrono::seconds{30});
    const Spread one = spread_of(spans(1));
    CHECK(one.p50 == minutes{1});
    CHECK(one.p95 == minutes{1});
    const Spread three = spread_of(spans(3));
    CHECK(three.p50 == minutes{2});
    CHECK(three.p90 == minutes{3});
    CHECK(spread_of({}).count == 0);
}

TEST_CASE("statistics: what one incident counts for", "[statistics]") {
    Incident one = incident(minutes{7}, hours{5});
    one.announced_at = one.opened_at + std::chrono::seconds{3};
    one.handling.occurred_at = *one.announced_at + minutes{30};
    one.handling.first_response_at = one.opened_at + minutes{9};
    const IncidentFigures figures = figures_of(one);
    CHECK(figures.detect == minutes{4});
    CHECK(figures.acknowledge == minutes{7});
    CHECK(figures.respond == minutes{9});
    CHECK(figures.resolve == hours{5});
    CHECK(figures.lead == minutes{30});
    CHECK(figures.week == "2026-W48");
    // What was there before it was announced was not foreseen.
    one.handling.occurred_at = one.opened_at;
    CHECK_FALSE(figures_of(one).lead);
}

TEST_CASE("statistics: a week belongs to the year of its Thursday", "[statistics]") {
    CHECK(iso_week(at("2026-12-31T12:00:00Z")) == "2026-W53");
    CHECK(iso_week(at("2027-01-03T23:59:59Z")) == "2026-W53");
    CHECK(iso_week(at("2027-01-04T00:00:00Z")) == "2027-W01");
    CHECK(iso_week(at("2024-12-30T00:00:00Z")) == "2025-W01");
}

TEST_CASE("statistics: promises kept, and those of the desk's own three and 24 hours",
          "[statistics][S30]") {
    IncidentFigures kept = figures_of(incident(minutes{1}, hours{23}));
    kept.respond = hours{3};
    kept.response = kept.resolution = ClockState::met;
    IncidentFigures broken = figures_of(incident(minutes{1}, hours{25}));
    broken.respond = hours{3} + Duration{1};
    broken.response = ClockState::missed;
    broken.resolution = ClockState::breached;
    IncidentFigures running;
    running.response = ClockState::running;
    const Summary summary = summarise({&kept, &broken, &running});
    CHECK(summary.incidents == 3);
    CHECK(summary.open == 1);
    CHECK(summary.response.share() == 0.5);
    CHECK(summary.resolution.share() == 0.5);
    CHECK(summary.answered_in_3_hours.kept == 1);
    CHECK(summary.answered_in_3_hours.broken == 1);
    CHECK(summary.resolved_in_24_hours.share() == 0.5);
    CHECK_FALSE(summarise({&running}).response.share());
}

TEST_CASE("statistics: outcomes and the time in tiers", "[statistics]") {
    IncidentFigures prevented;
    prevented.outcome = Outcome::prevented;
    prevented.spent.in_tier = {minutes{10}, minutes{20}, minutes{0}};
    IncidentFigures dismissed;
    dismissed.outcome = Outcome::dismissed;
    dismissed.spent.in_tier = {minutes{30}, minutes{0}, minutes{0}};
    const Summary summary = summarise({&prevented, &dismissed});
    CHECK(summary.prevented == 1);
    CHECK(summary.false_alarms == 1);
    CHECK(summary.mean_in_tier[0] == minutes{20});
    CHECK(summary.mean_in_tier[1] == minutes{10});
}

TEST_CASE("statistics: by category, service, team, week and priority", "[statistics]") {
    IncidentFigures a = figures_of(incident(minutes{1}, hours{1}));
    a.services = {"shop", "database"};
    a.team = "desk";
    IncidentFigures b = figures_of(incident(minutes{1}, hours{1}));
    b.category = "network";
    const auto keys = [&](Grouping grouping) {
        std::vector<std::string> all;
        for (const Group& group : grouped({a, b}, grouping))
            all.push_back(group.key + ":" + std::to_string(group.summary.incidents));
        return all;
    };
    using Keys = std::vector<std::string>;
    CHECK(keys(Grouping::none) == Keys{"all:2"});
    CHECK(keys(Grouping::category) == Keys{"network:1", "storage:1"});
    CHECK(keys(Grouping::service) == Keys{":1", "database:1", "shop:1"});
    CHECK(keys(Grouping::team) == Keys{":1", "desk:1"});
    CHECK(keys(Grouping::week) == Keys{"2026-W48:2"});
    CHECK(keys(Grouping::priority) == Keys{"P3:2"});
    CHECK(parse_grouping("service") == Grouping::service);
    CHECK_FALSE(parse_grouping("host"));
}

}  // namespace
}  // namespace foreshock::statistics
