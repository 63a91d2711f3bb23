#include "detectors/engines/state.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include "bounded_series.hpp"
#include "engine_bench.hpp"
#include "episode_manners.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(StateSettings&)>& change = [](StateSettings&) {}) {
    KindSettings kind;
    kind.kind = "raid.state";
    kind.component = "array {array}";
    kind.occurring = "{component} is {state} (usually {usual})";
    StateSettings settings;
    settings.signal = "state";
    settings.bad = {1, 2};
    settings.names = {{0, "whole"}, {1, "degraded"}, {2, "broken"}};
    settings.hold_for = seconds{30};
    settings.clear_after = seconds{60};
    settings.series_max = 3;
    change(settings);
    kind.settings = settings;
    return kind;
}

void learn_usual(StateSettings& settings) {
    settings.unless_usual = true;
    settings.hold_for = Duration{0};
}

struct Bench : test::SeriesBench<StateEngine> {
    explicit Bench(const KindSettings& kind, Duration interval = seconds{10})
        : SeriesBench(kind, {"state", Labels{{"array", "md0"}}}, interval) {}
};

}  // namespace

TEST_CASE("state: an only bad value stands for as long as the others' rhythm allows",
          "[detectors][state]") {
    Bench bench{kind_with([](StateSettings& settings) { settings.hold_for = Duration{0}; })};
    const auto brief = *bench.engine.attach({"state", Labels{{"array", "md1"}}});
    bench.tick(0, 10);
    bench.engine.observe(brief, {SeriesId{1}, bench.now, 1}, bench.memory);
    bench.pass(seconds{50}, seconds{10});
    REQUIRE(bench.memory.said.size() == 1);
    bench.tick(0, 5);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
}

TEST_CASE("state: a bad value that lasts is raised by its name and cleared", "[detectors][state]") {
    Bench bench{kind_with()};
    bench.tick(0, 10);
    bench.tick(1, 20);
    bench.tick(0, 20);
    REQUIRE(bench.memory.said.size() == 2);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.sentence == "array md0 is degraded for 30 s (usually unknown)");
    CHECK(raised.reason == "state_entered");
    CHECK(raised.first_sign == start + seconds{110});
    CHECK(raised.onset == start + seconds{140});
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
    CHECK(bench.memory.said[1].reason == "state_left");
    CHECK(bench.memory.said[1].sentence == "array md0: over, now whole");
}

TEST_CASE("state: a bad value for a moment is not worth a word", "[detectors][state]") {
    Bench bench{kind_with()};
    for (int round = 0; round < 20; ++round) {
        bench.tick(1, 3);
        bench.tick(0, 30);
    }
    CHECK(bench.memory.said.empty());
}

TEST_CASE("state: what was bad before the agent began is news all the same", "[detectors][state]") {
    Bench bench{kind_with()};
    bench.tick(1, 10);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("state: a worse value raises the severity in the same episode", "[detectors][state]") {
    Bench bench{kind_with([](StateSettings& settings) { settings.critical = {2}; })};
    bench.tick(1, 10);
    bench.tick(2, 10);
    bench.tick(1, 10);
    bench.tick(0, 10);
    REQUIRE(bench.memory.said.size() == 3);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    CHECK(bench.memory.said[1].severity == Severity::critical);
    CHECK(bench.memory.said[1].status == SymptomStatus::updated);
    CHECK(bench.memory.said[2].status == SymptomStatus::cleared);
    test::check_episodes(bench.memory.said);
}

TEST_CASE("state: bounds name bad values that cannot be counted up", "[detectors][state]") {
    const auto above = kind_with([](StateSettings& settings) {
        settings.bad.clear();
        settings.bad_above = 3;
    });
    const auto below = kind_with([](StateSettings& settings) {
        settings.bad.clear();
        settings.bad_below = 3;
    });
    for (const double value : {3.0, 4.0, 2.0}) {
        Bench high{above};
        high.tick(value, 10);
        CHECK(high.memory.said.empty() == (value <= 3));
        Bench low{below};
        low.tick(value, 10);
        CHECK(low.memory.said.empty() == (value >= 3));
    }
}

TEST_CASE("state: what flaps is one episode that says so", "[detectors][state]") {
    Bench bench{kind_with([](StateSettings& settings) {
        settings.flap_changes = 6;
        settings.flap_window = minutes{30};
    })};
    for (int round = 0; round < 30; ++round) {
        bench.tick(1, 2);
        bench.tick(0, 8);
    }
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].reason == "flaps");
    CHECK(bench.memory.said[0].sentence ==
          "array md0 is 6 changes within 30 min, now degraded (usually unknown)");
    bench.tick(0, 300);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
}

TEST_CASE("state: after flapping, a lasting bad value stays the same episode",
          "[detectors][state]") {
    Bench bench{kind_with([](StateSettings& settings) {
        settings.flap_changes = 4;
        settings.flap_window = minutes{5};
    })};
    for (int round = 0; round < 6; ++round) {
        bench.tick(1, 1);
        bench.tick(0, 1);
    }
    bench.tick(1, 100);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
    CHECK(bench.memory.count(SymptomStatus::cleared) == 0);
    CHECK(bench.memory.said.back().reason == "state_entered");
    test::check_episodes(bench.memory.said);
}

TEST_CASE("state: what has been so since the agent began is no news where the usual counts",
          "[detectors][state]") {
    Bench bench{kind_with(learn_usual)};
    bench.tick(1, 5000);
    CHECK(bench.memory.said.empty());
    bench.tick(0, 100);
    bench.tick(1, 100);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("state: what was well turns bad, and is news on the first day", "[detectors][state]") {
    Bench bench{kind_with(learn_usual)};
    bench.tick(0, 60);
    bench.tick(1, 6);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("state: without a list of bad values, any that is not the usual one is news",
          "[detectors][state]") {
    const auto speed = kind_with([](StateSettings& settings) {
        settings.bad.clear();
        learn_usual(settings);
    });
    Bench bench{speed};
    bench.tick(10000, 8640);
    bench.tick(1000, 2);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].sentence.find("(usually 10000)") != std::string::npos);
    bench.tick(10000, 10);
    CHECK(bench.memory.count(SymptomStatus::cleared) == 1);
    Bench young{speed};
    young.tick(10000, 1000);
    young.tick(1000, 1000);
    CHECK(young.memory.said.empty());
}

TEST_CASE("state: more than usual may be no harm", "[detectors][state]") {
    Bench bench{kind_with([](StateSettings& settings) {
        settings.bad.clear();
        settings.only_lower = true;
        learn_usual(settings);
    })};
    bench.tick(1000, 8641);
    bench.tick(2500, 10);
    CHECK(bench.memory.said.empty());
    bench.tick(100, 2);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("state: a new value that stays for a week is the new usual", "[detectors][state]") {
    Bench bench{kind_with([](StateSettings& settings) {
                    settings.bad.clear();
                    learn_usual(settings);
                }),
                minutes{1}};
    bench.tick(10, 24 * 60 + 1);
    bench.tick(25, 7 * 24 * 60 + 10);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "accepted");
    bench.tick(10, 5);
    CHECK(bench.memory.count(SymptomStatus::raised) == 2);
}

TEST_CASE("state: the usual value survives a restart", "[detectors][state]") {
    const auto kind = kind_with([](StateSettings& settings) {
        settings.bad.clear();
        learn_usual(settings);
    });
    Bench bench{kind};
    bench.tick(10, 8641);
    const std::vector<Learned> saved = bench.saved();
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].summary == "usually 10, of 1 d");
    Bench after{kind};
    after.engine.restore(saved[0]);
    after.tick(25, 2);
    CHECK(after.memory.count(SymptomStatus::raised) == 1);
    std::vector<Learned> again;
    Bench untouched{kind};
    untouched.engine.restore(saved[0]);
    untouched.engine.save(again);
    REQUIRE(again.size() == 1);
    CHECK(again[0].state == saved[0].state);
}

TEST_CASE("state: what was learned otherwise, or is cut short, is left alone",
          "[detectors][state]") {
    Bench bench{kind_with(learn_usual)};
    Learned learned;
    learned.subject = {"state", Labels{{"array", "md0"}}};
    learned.state = "\x07";
    bench.engine.restore(learned);
    learned.version = 99;
    learned.state.clear();
    bench.engine.restore(learned);
    const std::vector<Learned> saved = bench.saved();
    CHECK(saved.empty());
}

TEST_CASE("state: a series of ten minutes is not gone between two values", "[detectors][state]") {
    Bench bench{kind_with(), minutes{10}};
    for (int round = 0; round < 5; ++round) {
        bench.tick(1);
        for (int i = 0; i < 60; ++i)
            bench.engine.advance(bench.now + seconds{10} * i, bench.memory);
    }
    CHECK(bench.memory.said.size() == 1);
    bench.engine.advance(bench.now + minutes{51}, bench.memory);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
}

TEST_CASE("state: values that are none, and old ones, are dropped and counted",
          "[detectors][state]") {
    Bench bench{kind_with()};
    bench.tick(0, 5);
    const TimePoint next = bench.now + seconds{1};
    bench.engine.observe(bench.slot, {SeriesId{0}, next, std::nan("")}, bench.memory);
    bench.engine.observe(bench.slot, {SeriesId{0}, bench.now, 1}, bench.memory);
    CHECK(bench.engine.counters().values_dropped == 2);
}

TEST_CASE("state: series at the bound are watched, one more is refused and counted",
          "[detectors][state]") {
    StateEngine engine{kind_with()};
    CHECK(test::refused_of(engine, "state", "array", 3) == 0);
    CHECK(test::refused_of(engine, "state", "array", 4) == 1);
    CHECK_FALSE(engine.attach({"other", {}}));
}

TEST_CASE("state: whatever comes, episodes keep their order", "[detectors][state]") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const double values[] = {0, 1, 2, 1, 0, -5, std::nan(""), inf, -inf, 1e300};
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        test::Dice dice{seed};
        Bench bench{kind_with([&](StateSettings& settings) {
            settings.flap_changes = seed % 3 == 0 ? 5 : 0;
            settings.unless_usual = seed % 2 == 0;
            settings.critical = {2};
        })};
        for (int i = 0; i < 400; ++i) {
            const std::uint64_t jump = dice.roll(50);
            if (jump == 0) bench.now += hours{dice.roll(100)};
            if (jump == 1) bench.now -= seconds{dice.roll(100)};
            bench.tick(values[dice.roll(10)], 1 + static_cast<int>(dice.roll(8)));
        }
        test::check_episodes(bench.memory.said);
    }
}
