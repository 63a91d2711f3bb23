#include "detectors/pack_difference.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

Episode episode(const std::string& component, int raised, std::optional<int> cleared,
                Severity severity = Severity::warning) {
    Episode made;
    made.kind = "disk.full";
    made.component = component;
    made.severity = severity;
    made.raised_at = from_unix_ms(std::int64_t{raised} * 1000);
    if (cleared) made.cleared_at = from_unix_ms(std::int64_t{*cleared} * 1000);
    return made;
}

ScoredForecast announced(int raised, int expected, std::optional<int> met) {
    ScoredForecast score;
    score.kind = "disk.full";
    score.subject.component = "a";
    score.raised_at = from_unix_ms(std::int64_t{raised} * 1000);
    score.first.expected = score.first.latest = from_unix_ms(std::int64_t{expected} * 1000);
    if (met) score.happened_at = from_unix_ms(std::int64_t{*met} * 1000);
    score.verdict = met ? ForecastVerdict::hit : ForecastVerdict::never;
    return score;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("pack difference: what overlaps is the same, the rest is of one only",
          "[detectors][backtest]") {
    const std::vector<Episode> a{episode("a", 100, 200), episode("b", 100, 200),
                                 episode("c", 100, 200)};
    const std::vector<Episode> b{episode("a", 70, 210), episode("b", 300, {}),
                                 episode("d", 100, 200)};
    const PackDifference difference = compare_episodes(a, b);
    REQUIRE(difference.in_both.size() == 1);
    CHECK(difference.in_both[0].earlier_in_b() == std::chrono::seconds{30});
    REQUIRE(difference.only_in_a.size() == 2);
    CHECK(difference.only_in_a[0].component == "b");
    REQUIRE(difference.only_in_b.size() == 2);
    CHECK(difference.only_in_b[1].component == "d");
}

TEST_CASE("pack difference: each has one partner, the nearest", "[detectors][backtest]") {
    const PackDifference difference =
        compare_episodes({episode("a", 0, 1000)}, {episode("a", 500, 600), episode("a", 10, 300)});
    REQUIRE(difference.in_both.size() == 1);
    CHECK(difference.in_both[0].b.raised_at == from_unix_ms(10'000));
    CHECK(difference.only_in_b.size() == 1);
}

TEST_CASE("pack difference: a sum counts alarms per week, hits, false alarms and misses",
          "[detectors][backtest]") {
    BacktestReport report;
    report.to = report.from + std::chrono::days{14};
    report.episodes = {episode("a", 1, 2), episode("a", 3, 4), episode("a", 5, 6)};
    report.scores = {announced(100, 200, 220), announced(300, 400, 380), announced(500, 600, {}),
                     announced(500, 3'000'000, {})};
    report.scores.back().verdict = ForecastVerdict::pending;
    report.unannounced = 2;
    const BacktestSum sum = sum_of(report);
    CHECK(sum.alarms == 3);
    CHECK(sum.alarms_per_host_week == 1.5);
    CHECK(sum.hits == 2);
    CHECK(sum.false_alarms == 1);
    CHECK(sum.undecided == 1);
    CHECK(sum.misses == 2);
    CHECK(sum.median_lead == std::chrono::seconds{80});
    CHECK(sum.median_error_ratio == Approx(20.0 / 120));
    CHECK(render_sum(sum) ==
          "3 alarms (1.5 per host and week), 2 hits, 1 false alarm, 2 misses, 1 undecided, "
          "median lead 1 min 20 s, median error 16.7 %");
}

TEST_CASE("pack difference: people read what is new, gone and moved", "[detectors][backtest]") {
    BacktestReport a;
    BacktestReport b;
    a.to = b.to = a.from + std::chrono::weeks{1};
    a.episodes = {episode("a", 100, 200), episode("b", 100, 200), episode("gone", 1, 2)};
    b.episodes = {episode("a", 40, 200, Severity::critical), episode("b", 100, 200),
                  episode("new", 1, 2)};
    a.scores = {announced(100, 180, 200)};
    b.scores = {announced(40, 200, 200)};
    const std::string text =
        render_difference(compare_episodes(a.episodes, b.episodes), a, b, "old", "ours");
    CHECK(has(text, "Only in A (old)\n  1970-01-01T00:00:01.000Z  warning  disk.full  gone\n"));
    CHECK(has(text, "Only in B (ours)\n  1970-01-01T00:00:01.000Z  warning  disk.full  new\n"));
    CHECK(has(text, "disk.full  a  1 min earlier  warning → critical  off by -20 % → 0 %\n"));
    CHECK(has(text, "1 episode is the same in both\n"));
    CHECK(has(text, "A: 3 alarms"));
    CHECK(has(text, "B: 3 alarms"));
}

TEST_CASE("pack difference: of nothing there is nothing", "[detectors][backtest]") {
    const PackDifference difference = compare_episodes({}, {});
    CHECK(difference.in_both.empty());
    CHECK(sum_of({}).alarms_per_host_week == 0);
}
