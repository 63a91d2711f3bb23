#include "detectors/engines/shift.hpp"

#include "rough_series.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

KindSettings kind_with(const std::function<void(ShiftSettings&)>& change = [](ShiftSettings&) {}) {
    KindSettings kind;
    kind.kind = "disk.shift";
    kind.component = "disk {disk}";
    kind.occurring = "{disk}: {value}, usual {usual}, {times} times, load {load}, {lasting}";
    kind.unit = Unit::count;
    ShiftSettings settings;
    settings.signal = "latency";
    settings.load = "operations";
    settings.difference_min = 1;
    settings.learn_for = hours{6};
    settings.series_max = 3;
    change(settings);
    kind.settings = settings;
    return kind;
}

KindSettings kind_without_load() {
    return kind_with([](ShiftSettings& settings) {
        settings.load.clear();
        settings.learn_for = hours{24};
    });
}

struct Bench {
    explicit Bench(const KindSettings& kind = kind_with()) : engine(kind) {
        const Labels labels{{"disk", "vda"}};
        slot = *engine.attach({"latency", labels});
        load_slot = engine.attach({"operations", labels});
    }

    void run(Duration length, double level, double load) {
        for (const TimePoint end = now + length; now < end;) {
            now += seconds{10};
            const double t = to_seconds(now - series_start);
            if (load_slot)
                engine.observe(*load_slot, {SeriesId{1}, now, load * (1 + 0.1 * noise_at(t))},
                               memory);
            const double value = level * (1 + 0.2 * noise_at(t + 0.5));
            engine.observe(slot, {SeriesId{0}, now, value}, memory);
            engine.advance(now, memory);
        }
    }

    ShiftEngine engine;
    SymptomMemory memory;
    TimePoint now = series_start;
    std::uint32_t slot = 0;
    std::optional<std::uint32_t> load_slot;
};

}  // namespace

TEST_CASE("shift: a lasting change at equal load is told once and taken back once",
          "[detectors][shift]") {
    Bench bench;
    bench.run(hours{8}, 10, 100);
    bench.run(hours{2}, 25, 100);
    bench.run(hours{2}, 10, 100);
    REQUIRE(bench.memory.said.size() == 2);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.status == SymptomStatus::raised);
    CHECK(raised.onset - series_start > hours{8} + minutes{15});
    CHECK(raised.onset - series_start < hours{8} + minutes{30});
    CHECK(raised.reason == "level_shifted");
    CHECK_FALSE(raised.forecast);
    REQUIRE(raised.evidence.size() == 1);
    CHECK(raised.evidence[0].value == Approx(25).epsilon(0.1));
    CHECK(*raised.evidence[0].limit == Approx(10).epsilon(0.1));
    CHECK(raised.evidence[0].note.find("at the same load") != std::string::npos);
    const Symptom& cleared = bench.memory.said[1];
    CHECK(cleared.reason == "level_back");
    CHECK(cleared.id == raised.id);
    CHECK(cleared.observed_at - series_start < hours{10} + minutes{40});
}

TEST_CASE("shift: load explains what comes with it, also when it is the first such load",
          "[detectors][shift]") {
    Bench bench;
    bench.run(hours{8}, 10, 100);
    bench.run(hours{3}, 30, 1000);
    bench.run(hours{3}, 10, 100);
    bench.run(hours{3}, 30, 1000);
    CHECK(bench.memory.said.empty());
    bench.run(hours{1}, 30, 100);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("shift: spikes and small or short changes are none", "[detectors][shift]") {
    Bench bench;
    bench.run(hours{8}, 10, 100);
    for (int round = 0; round < 20; ++round) {
        bench.run(minutes{6}, 80, 100);
        bench.run(minutes{14}, 10, 100);
    }
    bench.run(hours{2}, 13, 100);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("shift: what came and went by itself is no news, far more than that is",
          "[detectors][shift]") {
    Bench bench;
    for (int round = 0; round < 6; ++round) {
        bench.run(minutes{60}, 10, 100);
        bench.run(minutes{25}, 25, 100);
    }
    bench.run(hours{2}, 10, 100);
    bench.run(minutes{40}, 25, 100);
    bench.run(hours{2}, 10, 100);
    CHECK(bench.memory.said.empty());
    bench.run(minutes{40}, 45, 100);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("shift: what is small in its unit is none, however many times the usual",
          "[detectors][shift]") {
    Bench bench;
    bench.run(hours{8}, 0.05, 100);
    bench.run(hours{3}, 0.9, 100);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("shift: nothing is said before enough was learned", "[detectors][shift]") {
    Bench bench;
    bench.run(hours{3}, 10, 100);
    bench.run(hours{2}, 40, 100);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("shift: what stays is accepted after a while as the new normal", "[detectors][shift]") {
    Bench bench{kind_with([](ShiftSettings& settings) { settings.accept_after = hours{5}; })};
    bench.run(hours{8}, 10, 100);
    bench.run(hours{30}, 30, 100);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "new_normal");
    CHECK(bench.memory.said[1].observed_at - bench.memory.said[0].onset == hours{5});
    bench.run(hours{2}, 70, 100);
    CHECK(bench.memory.count(SymptomStatus::raised) == 2);
}

TEST_CASE("shift: an hour that is busy each day is known after the first", "[detectors][shift]") {
    Bench bench{kind_without_load()};
    bench.run(hours{24}, 10, 1);
    for (int day = 0; day < 4; ++day) {
        bench.run(hours{2}, 30, 1);
        bench.run(hours{22}, 10, 1);
    }
    CHECK(bench.memory.count(SymptomStatus::raised) <= 1);
    bench.run(hours{12}, 10, 1);
    const auto before = bench.memory.count(SymptomStatus::raised);
    bench.run(hours{2}, 30, 1);
    CHECK(bench.memory.count(SymptomStatus::raised) == before + 1);
}

TEST_CASE("shift: a slow rhythm of the day is none", "[detectors][shift]") {
    ShiftEngine engine{kind_without_load()};
    const auto memory =
        play(engine, "latency", {seconds{20}, hours{24 * 5}, [](double t) {
                                     return 20 + 10 * std::sin(t / 86400 * 2 * std::numbers::pi) +
                                            noise_at(t);
                                 }});
    CHECK(memory.said.empty());
}

TEST_CASE("shift: below may be the bad side", "[detectors][shift]") {
    Bench bench{kind_with([](ShiftSettings& settings) { settings.bad = Direction::below; })};
    bench.run(hours{8}, 10, 100);
    bench.run(hours{1}, 20, 100);
    CHECK(bench.memory.said.empty());
    bench.run(hours{1}, 10, 100);
    bench.run(hours{1}, 4, 100);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("shift: far off is critical", "[detectors][shift]") {
    Bench bench{kind_with([](ShiftSettings& settings) { settings.critical_ratio = 5; })};
    bench.run(hours{8}, 10, 100);
    bench.run(hours{1}, 30, 100);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    bench.run(hours{1}, 80, 100);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].severity == Severity::critical);
    CHECK(bench.memory.said[1].status == SymptomStatus::updated);
}

TEST_CASE("shift: too little load tells nothing", "[detectors][shift]") {
    Bench bench{kind_with([](ShiftSettings& settings) { settings.load_min = 50; })};
    bench.run(hours{8}, 10, 10);
    bench.run(hours{2}, 90, 10);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("shift: a disk that is gone takes its symptom along", "[detectors][shift]") {
    Bench bench;
    bench.run(hours{8}, 10, 100);
    bench.run(hours{1}, 30, 100);
    bench.engine.advance(bench.now + hours{1}, bench.memory);
    CHECK(bench.memory.said.back().reason == "subject_gone");
    CHECK(bench.engine.watched() == 1);
    bench.engine.advance(bench.now + hours{24 * 8}, bench.memory);
    CHECK(bench.engine.watched() == 0);
}

TEST_CASE("shift: what goes wrong with a series is no shift", "[detectors][shift][property]") {
    ShiftEngine engine{kind_without_load()};
    CHECK(play_rough(engine, "latency", 10).said.empty());
    CHECK(engine.counters().values_dropped > 1000);
}

TEST_CASE("shift: the same story in any unit", "[detectors][shift][property]") {
    const auto told = [](double scale) {
        ShiftEngine engine{kind_with([scale](ShiftSettings& settings) {
            settings.load.clear();
            settings.difference_min = scale;
        })};
        return play(engine, "latency", {seconds{10}, hours{14}, [scale](double t) {
                                            const double level = t > 28800 && t < 36000 ? 30 : 10;
                                            return scale * level * (1 + 0.2 * noise_at(t));
                                        }});
    };
    const SymptomMemory plain = told(1);
    CHECK(plain.said.size() == 2);
    CHECK(is_same_story(plain, told(1024)));
    CHECK(is_same_story(plain, told(1.0 / 1024)));
}

TEST_CASE("shift: what is usual survives a restart of the agent", "[detectors][shift]") {
    Bench first;
    first.run(hours{8}, 10, 100);
    std::vector<Learned> saved;
    first.engine.save(saved);
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].subject == SeriesKey{"latency", Labels{{"disk", "vda"}}});
    CHECK(saved[0].summary.starts_with("usually "));
    Bench second;
    second.engine.restore(saved[0]);
    second.now = first.now;
    std::vector<Learned> again;
    second.run(seconds{10}, 10, 100);
    second.engine.save(again);
    REQUIRE(again.size() == 1);
    CHECK(again[0].state == saved[0].state);
    second.run(hours{1}, 30, 100);
    CHECK(second.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("shift: a state that is none of ours is left alone", "[detectors][shift]") {
    Bench bench;
    bench.engine.restore({"disk.shift", {"latency", Labels{{"disk", "vda"}}}, 1, "short", {}});
    bench.engine.restore({"disk.shift", {"latency", Labels{{"disk", "sdz"}}}, 1, "short", {}});
    bench.run(hours{8}, 10, 100);
    bench.run(hours{1}, 30, 100);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("shift: series at the bound are watched, one more is refused and counted",
          "[detectors][shift]") {
    ShiftEngine engine{kind_with()};
    SymptomMemory memory;
    for (int i = 0; i < 4; ++i) {
        const auto slot = engine.attach({"latency", Labels{{"disk", std::to_string(i)}}});
        engine.observe(*slot, {SeriesId{0}, series_start, 1}, memory);
    }
    CHECK(engine.watched() == 3);
    CHECK(engine.counters().subjects_refused == 1);
}

TEST_CASE("shift series: a series takes less than three thousand bytes", "[detectors][shift]") {
    CHECK(sizeof(LevelHistogram) <= 112);
    CHECK(sizeof(ShiftSeries) + ShiftReference::loads * sizeof(LevelHistogram) <= 2800);
}
