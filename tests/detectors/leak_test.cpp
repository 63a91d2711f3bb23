#include "detectors/engines/leak.hpp"

#include "rough_series.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double mib = 1048576;

KindSettings kind_with(const std::function<void(LeakSettings&)>& change = [](LeakSettings&) {}) {
    KindSettings kind;
    kind.kind = "test.leak";
    kind.component = "process {process}";
    kind.disruption = "{process} is killed";
    kind.impending = "grew {growth} from {began} in {lasting} ({rate}); {outlook}; {former}";
    kind.unit = Unit::bytes;
    LeakSettings settings;
    settings.signal = "memory";
    settings.limit = "limit";
    settings.load = "load";
    settings.age = "age";
    settings.life_labels = {"pid"};
    settings.growth_min = 10 * mib;
    settings.rhythm = hours{0};  // its own tests are leak_manners
    settings.series_max = 3;
    change(settings);
    kind.settings = settings;
    return kind;
}

/// Minute by minute, one process with its limit, load and age.
struct Bench {
    explicit Bench(const KindSettings& kind = kind_with()) : engine(kind) { start("1"); }

    void start(const std::string& pid) {
        const Labels labels{{"process", "shop"}, {"pid", pid}};
        memory_slot = *engine.attach({"memory", labels});
        limit_slot = engine.attach({"limit", labels});
        load_slot = engine.attach({"load", labels});
        age_slot = engine.attach({"age", labels});
    }

    void tick(double value, std::optional<double> load = {}, std::optional<double> limit = {},
              std::optional<double> age = {}) {
        now += minutes{1};
        if (load) engine.observe(*load_slot, {SeriesId{1}, now, *load}, memory);
        if (limit) engine.observe(*limit_slot, {SeriesId{2}, now, *limit}, memory);
        if (age) engine.observe(*age_slot, {SeriesId{3}, now, *age}, memory);
        engine.observe(memory_slot, {SeriesId{0}, now, value}, memory);
        engine.advance(now, memory);
    }

    void leak(double from, double per_minute, int times, std::optional<double> limit = {}) {
        for (int i = 0; i < times; ++i)
            tick(from + per_minute * i + 60 * mib * (i % 5) / 5, {}, limit);
    }

    LeakEngine engine;
    SymptomMemory memory;
    TimePoint now = series_start;
    std::uint32_t memory_slot = 0;
    std::optional<std::uint32_t> limit_slot, load_slot, age_slot;
};

}  // namespace

TEST_CASE("leak: a floor that grows under a sawtooth is told, without a limit without a forecast",
          "[detectors][leak]") {
    Bench bench;
    bench.leak(200 * mib, 0.5 * mib, 300);
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 1);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.phase == Phase::impending);
    CHECK(raised.reason == "floor_grows");
    CHECK_FALSE(raised.forecast);
    CHECK(raised.severity == Severity::warning);
    CHECK(raised.first_sign < raised.onset - hours{2});
    CHECK(raised.sentence.find("30.0 MiB per minute") == std::string::npos);
    CHECK(raised.sentence.find("30.0 MiB per hour") != std::string::npos);
    CHECK(raised.sentence.find("no limit is known") != std::string::npos);
    CHECK(raised.sentence.find("no former life is known") != std::string::npos);
}

TEST_CASE("leak: with a limit the forecast holds the moment when the teeth meet it",
          "[detectors][leak]") {
    Bench bench;
    const double limit = 1000 * mib;
    bench.leak(200 * mib, 0.5 * mib, 300, limit);
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 1);
    const Forecast& forecast = *bench.memory.said[0].forecast;
    // Teeth of 48 MiB: 752 MiB of room at half a MiB per minute.
    const TimePoint truth = series_start + minutes{1504};
    CHECK(forecast.earliest <= truth);
    CHECK(truth <= forecast.latest);
    CHECK(std::abs(to_seconds(forecast.expected - truth)) < 3600);
    CHECK(forecast.limit == limit);
    CHECK(forecast.confidence > 0.5);
    CHECK(forecast.disruption == "shop is killed");
}

TEST_CASE("leak: near its end it is critical, and news are not told more often than they may",
          "[detectors][leak]") {
    Bench bench;
    bench.leak(200 * mib, 0.5 * mib, 1480, 1000 * mib);
    CHECK(bench.memory.said.back().severity == Severity::critical);
    CHECK(bench.memory.said.size() < 12);
    for (std::size_t i = 1; i < bench.memory.said.size(); ++i)
        CHECK(bench.memory.said[i].observed_at - bench.memory.said[i - 1].observed_at >=
              minutes{10});
}

TEST_CASE("leak: a cache that fills and levels off is none", "[detectors][leak]") {
    Bench bench;
    for (int i = 0; i < 3000; ++i)
        bench.tick(200 * mib + 900 * mib * (1 - std::exp(-i / 150.0)) + 20 * mib * (i % 5) / 5);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("leak: steps are none", "[detectors][leak]") {
    Bench bench;
    for (int i = 0; i < 3000; ++i)
        bench.tick(200 * mib + 200 * mib * std::floor(i / 700.0) + mib * noise_at(i));
    CHECK(bench.memory.said.empty());
}

TEST_CASE("leak: teeth longer than any window are none once they were seen twice",
          "[detectors][leak]") {
    Bench bench{kind_with([](LeakSettings& settings) { settings.evidence_min = hours{4}; })};
    for (int i = 0; i < 24 * 60 * 4; ++i)
        bench.tick(200 * mib + 2 * mib * (i % 360));
    const auto late =
        std::count_if(bench.memory.said.begin(), bench.memory.said.end(), [](const Symptom& each) {
            return each.status == SymptomStatus::raised && each.onset > series_start + hours{20};
        });
    CHECK(late == 0);
}

TEST_CASE("leak: growth that the load explains is none, the same without load is one",
          "[detectors][leak]") {
    for (const bool explained : {true, false}) {
        Bench bench;
        for (int i = 0; i < 400; ++i) {
            const double load = explained ? 10 + i : 200 + 20 * noise_at(i);
            bench.tick(200 * mib + i * mib + mib * noise_at(i + 0.5), load);
        }
        CHECK(bench.memory.count(SymptomStatus::raised) == (explained ? 0 : 1));
    }
}

TEST_CASE("leak: growth that stops clears, and its plateau is usual for the next life",
          "[detectors][leak]") {
    Bench bench;
    bench.leak(200 * mib, 0.5 * mib, 400);
    bench.leak(400 * mib, 0, 400);
    REQUIRE(bench.memory.said.size() >= 2);
    CHECK(bench.memory.said.back().status == SymptomStatus::cleared);
    CHECK(bench.memory.said.back().reason == "growth_stopped");
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 1);
    bench.now += minutes{30};
    bench.engine.advance(bench.now, bench.memory);
    bench.start("2");
    bench.leak(200 * mib, 0.5 * mib, 400);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
    bench.leak(400 * mib, 0.5 * mib, 400);
    CHECK(bench.memory.count(SymptomStatus::raised) == 2);
    CHECK(bench.memory.said.back().sentence.find("it has come to rest at 4") != std::string::npos);
    CHECK(bench.memory.said.back().sentence.find("its former life ended") != std::string::npos);
}

TEST_CASE("leak: an age that falls is a restart, also of the same series", "[detectors][leak]") {
    Bench bench;
    for (int i = 0; i < 400; ++i)
        bench.tick((200 + 0.5 * i) * mib, {}, {}, i * 60.0);
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 1);
    bench.tick(200 * mib, {}, {}, 5.0);
    CHECK(bench.memory.said.back().reason == "restarted");
    CHECK(bench.memory.count(SymptomStatus::cleared) == 1);
}

TEST_CASE("leak: a process that is gone takes its symptom along", "[detectors][leak]") {
    Bench bench;
    bench.leak(200 * mib, 0.5 * mib, 300);
    bench.engine.advance(bench.now + hours{1}, bench.memory);
    CHECK(bench.memory.said.back().status == SymptomStatus::cleared);
    CHECK(bench.memory.said.back().reason == "subject_gone");
    CHECK(bench.engine.lives() == 0);
}

TEST_CASE("leak: what goes wrong with a series is no leak", "[detectors][leak][property]") {
    LeakEngine engine{kind_with()};
    CHECK(play_rough(engine, "memory", 500 * mib).said.empty());
    CHECK(engine.counters().values_dropped > 1000);
}

TEST_CASE("leak: the same story in any unit, and above any level that is no part of the growth",
          "[detectors][leak][property]") {
    const auto told = [](double scale, double level) {
        LeakEngine engine{kind_with([scale](LeakSettings& settings) {
            settings.growth_min = 50 * scale;
            settings.growth_ratio_min = 0.01;
        })};
        return play(engine, "memory", {seconds{30}, hours{18}, [scale, level](double t) {
                                           const double leak = t < 25200 ? t / 60 : 420;
                                           return scale * (level + leak + 5 * noise_at(t));
                                       }});
    };
    const SymptomMemory plain = told(1, 1024);
    CHECK(plain.count(SymptomStatus::raised) == 1);
    CHECK(plain.count(SymptomStatus::cleared) == 1);
    CHECK(is_same_story(plain, told(1048576, 1024)));
    CHECK(is_same_story(plain, told(1, 3072)));
}

TEST_CASE("leak: what former lives came to survives a restart of the agent", "[detectors][leak]") {
    Bench first;
    first.leak(200 * mib, 0.5 * mib, 400);
    first.leak(400 * mib, 0, 400);
    std::vector<Learned> saved;
    first.engine.save(saved);
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].subject.signal == LeakEngine::life_signal);
    CHECK(saved[0].subject.labels == Labels{{"process", "shop"}});
    CHECK(saved[0].summary.starts_with("it has come to rest at"));
    Bench second;
    second.engine.restore(saved[0]);
    second.leak(200 * mib, 0.5 * mib, 400);
    CHECK(second.memory.said.empty());
    std::vector<Learned> again;
    second.engine.save(again);
    REQUIRE(again.size() == 1);
    CHECK(again[0].state == saved[0].state);
}

TEST_CASE("leak: a state that is none of ours is left alone", "[detectors][leak]") {
    Bench bench;
    Learned learned{"test.leak", {"life", Labels{{"process", "shop"}}}, 1, "too short", {}};
    bench.engine.restore(learned);
    learned.state = std::string(65, '\xFF');
    learned.version = 2;
    bench.engine.restore(learned);
    std::vector<Learned> saved;
    bench.engine.save(saved);
    CHECK(saved.empty());
}

TEST_CASE("leak: lives at the bound are watched, one more is refused and counted",
          "[detectors][leak]") {
    LeakEngine engine{kind_with()};
    SymptomMemory memory;
    for (int i = 0; i < 4; ++i) {
        const auto slot = engine.attach({"memory", Labels{{"process", std::to_string(i)}}});
        engine.observe(*slot, {SeriesId{0}, series_start + seconds{i}, 1}, memory);
        CHECK(engine.lives() == static_cast<std::size_t>(std::min(i + 1, 3)));
    }
    CHECK(engine.counters().subjects_refused == 2);  // its name and its life
}

TEST_CASE("leak life: a life takes about five thousand bytes", "[detectors][leak]") {
    CHECK(sizeof(LeakLife) <= 5 * 1024);
    CHECK(sizeof(FormerLives) <= 72);
}
