#include "detectors/engines/anomaly.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "bounded_series.hpp"
#include "symptom_memory.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::SymptomMemory;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

KindSettings kind_with(const std::function<void(AnomalySettings&)>& change = [](AnomalySettings&) {
}) {
    KindSettings kind;
    kind.kind = "disk.latency.anomaly";
    kind.component = "disk {disk}";
    kind.occurring = "{component}: {value}, usually {low} to {high}: {why}";
    AnomalySettings settings;
    settings.signal = "latency";
    settings.series_max = 2;
    change(settings);
    kind.settings = settings;
    return kind;
}

struct Bench {
    explicit Bench(const KindSettings& kind) : engine(kind) {
        slot = *engine.attach({"latency", Labels{{"disk", "vda"}}});
    }

    void tick(double value, int times = 1, seconds step = seconds{10}) {
        for (int i = 0; i < times; ++i) {
            now += step;
            const auto tens = now.time_since_epoch() / seconds{10};
            const auto ripple = static_cast<double>(tens * 5 % 13) - 6;
            engine.observe(slot, {SeriesId{1}, now, value + ripple}, memory);
            engine.advance(now, memory);
        }
    }

    AnomalyEngine engine;
    std::uint32_t slot = 0;
    TimePoint now = start;
    SymptomMemory memory;
};

}  // namespace

TEST_CASE("anomaly engine: it says in words what was usual and what is now, and takes it back") {
    Bench bench{kind_with()};
    bench.tick(20, 13000);
    REQUIRE(bench.memory.said.empty());
    bench.tick(90, 60);
    REQUIRE(bench.memory.said.size() == 1);
    const Symptom raised = bench.memory.said[0];
    CHECK(raised.status == SymptomStatus::raised);
    CHECK(raised.phase == Phase::occurring);
    CHECK(raised.subject.component == "disk vda");
    CHECK(raised.sentence.find("usually 1") != std::string::npos);
    CHECK(raised.evidence.at(0).value > 40);
    CHECK(raised.evidence.at(0).note.find("high") != std::string::npos);

    bench.tick(20, 120);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
    CHECK(bench.memory.said[1].reason == "back_to_usual");
    CHECK(bench.memory.said[1].id == raised.id);
}

TEST_CASE("anomaly engine: a new state becomes usual in bounded time") {
    Bench bench{kind_with([](auto& settings) { settings.settles_after = hours{2}; })};
    bench.tick(20, 13000);
    bench.tick(90, 900);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "new_usual");
    CHECK(bench.memory.said[1].observed_at - bench.memory.said[0].onset <= hours{2} + minutes{1});
}

TEST_CASE("anomaly engine: a subject that falls silent takes its symptom along") {
    Bench bench{kind_with()};
    bench.tick(20, 13000);
    bench.tick(90, 30);
    REQUIRE(bench.memory.said.size() == 1);
    bench.engine.advance(bench.now + hours{1}, bench.memory);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
}

TEST_CASE("anomaly engine: only the wanted side counts") {
    Bench low{kind_with([](auto& s) { s.direction = AnomalySettings::Direction::below; })};
    low.tick(20, 13000);
    low.tick(90, 30);
    CHECK(low.memory.said.empty());

    Bench high{kind_with([](auto& s) { s.direction = AnomalySettings::Direction::above; })};
    high.tick(20, 13000);
    high.tick(-90, 30);
    CHECK(high.memory.said.empty());
}

TEST_CASE("anomaly engine: not-a-number, infinity and old times are dropped and counted") {
    Bench bench{kind_with()};
    bench.tick(20, 13000);
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double value : {std::nan(""), infinity, -infinity})
        bench.engine.observe(bench.slot, {SeriesId{1}, bench.now + seconds{1}, value},
                             bench.memory);
    bench.engine.observe(bench.slot, {SeriesId{1}, bench.now - hours{1}, 1e9}, bench.memory);
    bench.engine.observe(bench.slot, {SeriesId{1}, bench.now, 1e9}, bench.memory);
    bench.tick(20, 600);
    CHECK(bench.memory.said.empty());
    CHECK(bench.engine.counters().values_dropped == 5);
}

TEST_CASE("anomaly engine: a gap of days is no anomaly") {
    Bench bench{kind_with()};
    bench.tick(20, 12999);
    bench.now += 554 * seconds{780};  // the ripple goes on as if there were none
    bench.tick(20, 6000);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("anomaly engine: it works from one second to an hour between samples") {
    for (const seconds step : {seconds{1}, seconds{30}, seconds{300}, seconds{3600}}) {
        Bench bench{kind_with()};
        const int per_row = static_cast<int>(std::max<std::int64_t>(1, 60 / step.count()));
        bench.tick(20, 2300 * per_row, step);
        INFO(step.count() << " s");
        CHECK(bench.memory.said.empty());
        bench.tick(200, 5 * per_row, step);
        bench.engine.advance(bench.now + minutes{1}, bench.memory);
        CHECK(bench.memory.count(SymptomStatus::raised) == 1);
    }
}

TEST_CASE("anomaly engine: one series more than its bound is refused and counted") {
    AnomalyEngine engine{kind_with()};
    CHECK(test::refused_of(engine, "latency", "disk", 2) == 0);
    CHECK(test::refused_of(engine, "latency", "disk", 3) == 1);
    CHECK_FALSE(engine.attach({"other", {}}));
}

TEST_CASE("anomaly engine: what was learned survives a restart") {
    Bench before{kind_with()};
    before.tick(20, 13000);
    std::vector<Learned> learned;
    before.engine.save(learned);
    REQUIRE(learned.size() == 1);
    CHECK(learned[0].summary.find("usually 1") != std::string::npos);

    Bench after{kind_with()};
    after.engine.restore(learned[0]);
    after.now = before.now + minutes{2};
    after.tick(90, 60);
    CHECK(after.memory.count(SymptomStatus::raised) == 1);

    Bench fresh{kind_with()};
    learned[0].version = 99;
    fresh.engine.restore(learned[0]);
    fresh.tick(90, 60);
    CHECK(fresh.memory.said.empty());
}
