#include "detectors/engines/burst.hpp"

#include <cmath>
#include <functional>

#include "bounded_series.hpp"
#include "engine_bench.hpp"
#include "scenario.hpp"
#include <catch2/catch.hpp>

#include "detectors/engines/count_tail.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::Noise;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(BurstSettings&)>& change) {
    KindSettings kind;
    kind.kind = "log.errors.burst";
    kind.component = "log of {unit}";
    kind.occurring = "{unit}: {rate} a minute, usually {usual}";
    BurstSettings settings;
    settings.signal = "errors";
    settings.changes = {"kernel"};
    settings.series_max = 2;
    change(settings);
    kind.settings = std::move(settings);
    return kind;
}

struct Bench : test::SeriesBench<BurstEngine> {
    explicit Bench(const std::function<void(BurstSettings&)>& change = [](auto&) {})
        : SeriesBench(kind_with(change), {"errors", Labels{{"unit", "shop"}}}, seconds{1}) {}
};

}  // namespace

TEST_CASE("count tail: it meets sums of the distribution", "[detectors][burst]") {
    const auto summed = [](int count, double mean, double shape) {
        double below = 0;
        double mass = std::pow(shape / (shape + mean), shape);
        for (int k = 0; k < count; ++k) {
            below += mass;
            mass *= (k + shape) / (k + 1) * mean / (shape + mean);
        }
        return 1 - below;
    };
    for (const double mean : {0.3, 2.0, 17.0})
        for (const double shape : {0.5, 3.0, 40.0})
            for (const int count : {1, 2, 7, 20})
                CHECK(count_tail(count, mean, shape) ==
                      Approx(summed(count, mean, shape)).epsilon(1e-6).margin(1e-12));
    CHECK(count_tail(5, 1, 1e9) == Approx(0.003659846827).epsilon(1e-4));  // Poisson
    CHECK(count_tail(0, 3, 2) == 1);
    CHECK(count_tail(4, 0, 2) == 0);
    CHECK(count_tail(1e6, 10, 50) < 1e-200);
}

TEST_CASE("burst: a burst is raised once and cleared once", "[detectors][burst]") {
    Bench bench;
    bench.tick(0.1, minutes{30});
    const TimePoint begin = bench.now;
    bench.tick(10, minutes{5});
    REQUIRE(bench.memory.said.size() == 1);
    const Symptom raised = bench.memory.said[0];
    CHECK(raised.onset - begin <= seconds{41});
    CHECK(raised.subject.component == "log of shop");
    CHECK(raised.sentence.starts_with("shop: "));
    bench.tick(0.1, minutes{4});
    CHECK(bench.memory.said.size() == 1);
    bench.tick(0.1, minutes{2});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "rate_fell");
    bench.tick(0.1, minutes{30});
    CHECK(bench.memory.said.size() == 2);
}

TEST_CASE("burst: a counter is counted by its steps, and a reset is none", "[detectors][burst]") {
    Bench bench{[](BurstSettings& settings) { settings.is_counter = true; }};
    double counter = 5'000'000;
    const auto run = [&](double step, int times) {
        for (int i = 0; i < times; ++i)
            bench.tick(counter += step, seconds{1});
    };
    run(1, 1200);
    counter = 0;
    run(1, 600);
    CHECK(bench.memory.said.empty());
    run(50, 120);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("burst: few events are never a burst", "[detectors][burst]") {
    Bench bench;
    bench.tick(0, hours{3});
    bench.tick(1, seconds{3});
    bench.tick(0, minutes{10});
    bench.tick(1.5, minutes{5});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("burst: a chatty start-up, a gap and a change are waited for", "[detectors][burst]") {
    Bench bench;
    bench.tick(50, minutes{2});
    bench.tick(0.1, minutes{60});
    bench.now += minutes{10};
    bench.tick(50, seconds{90});
    bench.tick(0.1, hours{3});
    bench.engine.notice({bench.now, "kernel", "6.1", "6.2"}, bench.memory);
    bench.tick(50, seconds{100});
    bench.tick(0.1, minutes{5});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("burst: a series that is always bursty is quiet", "[detectors][burst]") {
    Bench bench;
    Noise noise{4};
    for (int i = 0; i < 3000; ++i)
        bench.tick(noise.next() > 0.7 ? 8 + 6 * noise.next() : 0.2, seconds{20});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("burst: what comes at the same hour every day is known after some days",
          "[detectors][burst]") {
    Bench bench;
    bench.every = seconds{10};
    std::size_t known_from = 0;
    for (int day = 0; day < 8; ++day) {
        bench.tick(0.2, hours{20});
        bench.tick(15, minutes{30});
        bench.tick(0.2, hours{3} + minutes{30});
        if (day == 4) known_from = bench.memory.count(SymptomStatus::raised);
    }
    CHECK(known_from >= 1);
    CHECK(bench.memory.count(SymptomStatus::raised) == known_from);
    bench.tick(0.2, hours{5});
    bench.tick(15, minutes{30});
    CHECK(bench.memory.count(SymptomStatus::raised) == known_from + 1);
}

TEST_CASE("burst: what lasts for very long is the new rhythm", "[detectors][burst]") {
    Bench bench{[](BurstSettings& settings) { settings.lasting_max = hours{2}; }};
    bench.tick(0.2, hours{1});
    bench.tick(20, hours{6});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "new_rhythm");
}

TEST_CASE("burst: a series that ends takes its symptom along", "[detectors][burst]") {
    Bench bench;
    bench.tick(0.1, minutes{30});
    bench.tick(20, minutes{2});
    REQUIRE(bench.memory.said.size() == 1);
    bench.engine.advance(bench.now + minutes{6}, bench.memory);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
}

TEST_CASE("burst: a rhythm outlives a restart", "[detectors][burst]") {
    Bench bench;
    bench.tick(5, hours{3});
    std::vector<Learned> learned = bench.saved();
    REQUIRE(learned.size() == 1);
    CHECK(learned[0].summary == "usually 300 a minute");
    Bench again;
    again.engine.restore(learned[0]);
    again.tick(5, minutes{3});
    CHECK(again.memory.said.empty());
    again.tick(60, minutes{2});
    CHECK(again.memory.said.size() == 1);
    Bench cut;
    learned[0].state.resize(40);
    cut.engine.restore(learned[0]);
    cut.tick(5, minutes{30});
    CHECK(cut.memory.said.empty());
}

TEST_CASE("burst: no number, a negative and an old value are dropped and counted",
          "[detectors][burst]") {
    Bench bench;
    bench.tick(1, seconds{5});
    for (const double value : {std::nan(""), HUGE_VAL, -1.0})
        bench.engine.observe(bench.slot, {SeriesId{0}, bench.now + seconds{1}, value},
                             bench.memory);
    bench.engine.observe(bench.slot, {SeriesId{0}, bench.now, 1}, bench.memory);
    CHECK(bench.engine.counters().values_dropped == 4);
}

TEST_CASE("burst: any values at any times never break it", "[detectors][burst]") {
    Bench bench;
    Noise noise{9};
    for (int i = 0; i < 100'000; ++i) {
        const TimePoint at = bench.now + from_seconds(noise.next() * 20 + 10);
        const double value = std::exp(noise.next() * 300) - 1e-9;
        bench.engine.observe(bench.slot, {SeriesId{0}, at, value}, bench.memory);
        bench.engine.advance(at, bench.memory);
        bench.now = std::max(bench.now, at);
    }
    for (const Symptom& symptom : bench.memory.said)
        CHECK(symptom.first_sign <= symptom.observed_at);
}

TEST_CASE("burst: series at the bound are watched, one more is refused and counted",
          "[detectors][burst]") {
    Bench bench;
    CHECK(test::refused_of(bench.engine, "errors", "unit", 2) == 0);
    CHECK(test::refused_of(bench.engine, "errors", "unit", 3) == 1);
    CHECK(bench.engine.attach({"errors", Labels{{"unit", "shop"}}}) == bench.slot);
    CHECK_FALSE(bench.engine.attach({"others", {}}));
}

TEST_CASE("burst: a rise that goes on is told after half of its hold, a step is not",
          "[detectors][burst]") {
    const auto minute_long = [](BurstSettings& settings) {
        settings.hold_for = minutes{1};
        settings.learning = minutes{1};
    };
    Bench rising{minute_long};
    rising.tick(0.1, minutes{10});
    Bench sudden{minute_long};
    sudden.tick(0.1, minutes{10});
    double rate = 1;
    for (int bucket = 0; bucket < 5; ++bucket) {
        rising.tick(rate, seconds{10});
        sudden.tick(8, seconds{10});
        rate *= 1.7;
    }
    CHECK(rising.memory.count(SymptomStatus::raised) == 1);
    CHECK(sudden.memory.said.empty());
    sudden.tick(8, seconds{30});
    CHECK(sudden.memory.count(SymptomStatus::raised) == 1);
}
