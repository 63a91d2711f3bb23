#include "detectors/engines/level.hpp"

#include <cmath>
#include <functional>

#include "bounded_series.hpp"
#include "engine_bench.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::SymptomMemory;

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(LevelSettings&)>& change = [](LevelSettings&) {}) {
    KindSettings kind;
    kind.kind = "disk.latency";
    kind.component = "disk {disk}";
    kind.occurring = "{disk} takes {value} (more than {enter} for {lasting})";
    kind.impending = "soon {value}";
    kind.unit = Unit::count;
    LevelSettings settings;
    settings.signal = "latency";
    settings.warning = {10, 5, seconds{3}, seconds{4}};
    settings.series_max = 3;
    change(settings);
    kind.settings = settings;
    return kind;
}

struct Bench : test::SeriesBench<LevelEngine> {
    explicit Bench(const KindSettings& kind)
        : SeriesBench(kind, {"latency", Labels{{"disk", "vda"}}}, seconds{1}) {}
};

}  // namespace

TEST_CASE("level: a lasting level is raised once and cleared once", "[detectors][level]") {
    Bench bench{kind_with()};
    bench.tick(1, 10);
    bench.tick(12, 30);
    bench.tick(1, 30);
    REQUIRE(bench.memory.said.size() == 2);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.status == SymptomStatus::raised);
    CHECK(raised.phase == Phase::occurring);
    CHECK(raised.severity == Severity::warning);
    CHECK(raised.subject.component == "disk vda");
    CHECK(raised.first_sign == start + seconds{11});
    CHECK(raised.onset == start + seconds{14});
    CHECK(raised.sentence.starts_with("vda takes 12 (more than 10 for 3 s"));
    REQUIRE(raised.evidence.size() == 1);
    CHECK(raised.evidence[0].value == 12);
    CHECK(raised.evidence[0].limit == 10.0);
    const Symptom& cleared = bench.memory.said[1];
    CHECK(cleared.status == SymptomStatus::cleared);
    CHECK(cleared.id == raised.id);
    CHECK(cleared.reason == "band_left");
    CHECK(cleared.observed_at == start + seconds{45});
}

TEST_CASE("level: a spike and a flap are not worth a word", "[detectors][level]") {
    Bench bench{kind_with()};
    for (int round = 0; round < 50; ++round) {
        bench.tick(99, 2);
        bench.tick(6, 1);
        bench.tick(99, 1);
        bench.tick(1, 3);
    }
    CHECK(bench.memory.said.empty());
}

TEST_CASE("level: the second band raises the severity in the same episode", "[detectors][level]") {
    Bench bench{kind_with([](LevelSettings& settings) {
        settings.critical = Band{100, 50, seconds{2}, seconds{2}};
    })};
    bench.tick(12, 10);
    bench.tick(200, 10);
    bench.tick(20, 10);
    bench.tick(1, 10);
    REQUIRE(bench.memory.said.size() == 4);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    CHECK(bench.memory.said[1].severity == Severity::critical);
    CHECK(bench.memory.said[1].status == SymptomStatus::updated);
    CHECK(bench.memory.said[1].onset == bench.memory.said[0].onset);
    CHECK(bench.memory.said[2].severity == Severity::warning);
    CHECK(bench.memory.said[3].status == SymptomStatus::cleared);
    for (const Symptom& symptom : bench.memory.said)
        CHECK(symptom.id == bench.memory.said[0].id);
}

TEST_CASE("level: without its second truth a level is not entered", "[detectors][level]") {
    Bench bench{kind_with([](LevelSettings& settings) {
        settings.needs = {{"load", Direction::above, 4}};
    })};
    const auto load = *bench.engine.attach({"load", {}});
    bench.tick(99, 30);
    CHECK(bench.memory.said.empty());
    bench.engine.observe(load, {SeriesId{1}, bench.now, 3}, bench.memory);
    bench.tick(99, 10);
    CHECK(bench.memory.said.empty());
    bench.engine.observe(load, {SeriesId{1}, bench.now, 4}, bench.memory);
    bench.tick(99, 3);
    CHECK(bench.memory.said.empty());
    bench.tick(99, 1);
    CHECK(bench.memory.said.size() == 1);
    bench.engine.observe(load, {SeriesId{1}, bench.now, 0}, bench.memory);
    bench.tick(99, 200);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("level: a truth of more than a minute ago does not count", "[detectors][level]") {
    Bench bench{kind_with([](LevelSettings& settings) {
        settings.needs = {{"load", Direction::above, 4}};
    })};
    const auto load = *bench.engine.attach({"load", {}});
    bench.engine.observe(load, {SeriesId{1}, bench.now, 9}, bench.memory);
    bench.tick(1, 61);
    bench.tick(99, 60);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("level: a truth with other labels does not count", "[detectors][level]") {
    Bench bench{kind_with([](LevelSettings& settings) {
        settings.needs = {{"writes", Direction::above, 1}};
    })};
    const auto other = *bench.engine.attach({"writes", Labels{{"disk", "vdb"}}});
    const auto same = *bench.engine.attach({"writes", Labels{{"disk", "vda"}}});
    bench.engine.observe(other, {SeriesId{1}, bench.now, 50}, bench.memory);
    bench.tick(99, 10);
    CHECK(bench.memory.said.empty());
    bench.engine.observe(same, {SeriesId{2}, bench.now, 50}, bench.memory);
    bench.tick(99, 10);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("level: a kind may speak of what is to come", "[detectors][level]") {
    Bench bench{kind_with([](LevelSettings& settings) { settings.phase = Phase::impending; })};
    bench.tick(12, 10);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].phase == Phase::impending);
    CHECK(bench.memory.said[0].sentence == "soon 12");
}

TEST_CASE("level: a series that ends takes its symptom along", "[detectors][level]") {
    Bench bench{kind_with()};
    bench.tick(12, 10);
    bench.engine.advance(bench.now + seconds{30}, bench.memory);
    CHECK(bench.memory.said.size() == 1);
    bench.engine.advance(bench.now + seconds{31}, bench.memory);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
    bench.engine.advance(bench.now + seconds{90}, bench.memory);
    CHECK(bench.memory.said.size() == 2);
}

TEST_CASE("level: an only value stands for as long as the others' rhythm allows",
          "[detectors][level]") {
    KindSettings kind = kind_with();
    std::get<LevelSettings>(kind.settings).warning.hold_for = Duration{0};
    Bench bench{kind};
    const auto brief = *bench.engine.attach({"latency", Labels{{"disk", "vdb"}}});
    bench.tick(1, 10);
    bench.engine.observe(brief, {SeriesId{1}, bench.now, 12}, bench.memory);
    bench.tick(1, 30);
    CHECK(bench.memory.said.size() == 1);
    bench.tick(1);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
}

TEST_CASE("level: an only value without others stands for as long as its kind says",
          "[detectors][level]") {
    const auto said_of = [](const KindSettings& kind, Duration after) {
        Bench bench{kind};
        bench.tick(12);
        bench.pass(after, seconds{1});
        return bench.memory.said.size();
    };
    KindSettings kind = kind_with();
    auto& settings = std::get<LevelSettings>(kind.settings);
    settings.warning.hold_for = Duration{0};
    CHECK(said_of(kind, seconds{90}) == 1);
    CHECK(said_of(kind, seconds{91}) == 2);
    settings.believed_for = minutes{60};
    CHECK(said_of(kind, minutes{60}) == 1);
    CHECK(said_of(kind, minutes{60} + seconds{1}) == 2);
}

TEST_CASE("level: a signal that is asked every ten minutes is not gone in between",
          "[detectors][level]") {
    Bench bench{
        kind_with([](LevelSettings& settings) { settings.warning.hold_for = minutes{15}; })};
    for (int asked = 0; asked < 3; ++asked) {
        bench.tick(12);
        const TimePoint next = bench.now + minutes{10};
        for (; bench.now < next - seconds{1}; bench.now += seconds{1})
            bench.engine.advance(bench.now, bench.memory);
    }
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].status == SymptomStatus::raised);
    CHECK(bench.memory.said[0].first_sign == start + seconds{1});
    bench.engine.advance(bench.now + minutes{51}, bench.memory);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
}

TEST_CASE("level: after a gap the hold begins anew", "[detectors][level]") {
    Bench bench{kind_with()};
    bench.tick(12, 2);
    bench.now += seconds{300};
    bench.engine.advance(bench.now, bench.memory);
    bench.tick(12, 3);
    CHECK(bench.memory.said.empty());
    bench.tick(12, 1);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("level: values that are none, and old ones, are dropped and counted",
          "[detectors][level]") {
    Bench bench{kind_with()};
    bench.tick(1, 5);
    bench.engine.observe(bench.slot, {SeriesId{0}, bench.now + seconds{1}, std::nan("")},
                         bench.memory);
    bench.engine.observe(bench.slot, {SeriesId{0}, bench.now, 99}, bench.memory);
    CHECK(bench.engine.counters().values_dropped == 2);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("level: series at the bound are watched, one more is refused and counted",
          "[detectors][level]") {
    LevelEngine engine{kind_with()};
    CHECK(test::refused_of(engine, "latency", "disk", 3) == 0);
    CHECK(test::refused_of(engine, "latency", "disk", 4) == 1);
    CHECK_FALSE(engine.attach({"other", {}}));
}

TEST_CASE("level: a new series is watched although many short-lived ones came before it",
          "[detectors][level]") {
    LevelEngine engine{kind_with()};
    SymptomMemory memory;
    CHECK(test::refused_of(engine, "latency", "disk", 3, start) == 0);
    TimePoint now = start + minutes{121};
    const auto slot = *engine.attach({"latency", Labels{{"disk", "new"}}});
    for (int i = 0; i < 10; ++i, now += seconds{1})
        engine.observe(slot, {SeriesId{9}, now, 12}, memory);
    REQUIRE(memory.said.size() == 1);
    CHECK(memory.said[0].subject.component == "disk new");
    CHECK(engine.counters().subjects_refused == 0);
}

TEST_CASE("level: witnesses have a bound of their own", "[detectors][level]") {
    LevelEngine engine{kind_with([](LevelSettings& settings) {
        settings.needs = {{"writes", Direction::above, 1}};
    })};
    CHECK(test::refused_of(engine, "writes", "disk", 3) == 0);
    CHECK(test::refused_of(engine, "latency", "disk", 3) == 0);
    CHECK(test::refused_of(engine, "writes", "disk", 4) == 1);
}
