#include "detectors/engines/combination.hpp"

#include "rough_series.hpp"
#include <catch2/catch.hpp>

#include "detectors/catalog.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

CombinationSign kind_sign(std::string kind, std::string words) {
    CombinationSign sign;
    sign.kind = std::move(kind);
    sign.words = std::move(words);
    return sign;
}

CombinationSign signal_sign(std::string signal, std::string words) {
    CombinationSign sign;
    sign.signal = std::move(signal);
    sign.words = std::move(words);
    sign.band = {10, 5, seconds{2}, seconds{2}};
    return sign;
}

KindSettings kind_with(const std::function<void(CombinationSettings&)>& change =
                           [](CombinationSettings&) {}) {
    KindSettings kind;
    kind.kind = "memory.oom.impending";
    kind.component = "cgroup {cgroup}";
    kind.disruption = "{cgroup} loses a process";
    kind.impending = "{cgroup}: {signs}: end {outlook}, victim {suspect}, {confidence}";
    kind.unit = Unit::ratio;
    CombinationSettings settings;
    settings.signs = {kind_sign("falling", "memory falls"), signal_sign("stall", "stalls grow"),
                      signal_sign("swap", "swap is read")};
    settings.hold_for = seconds{5};
    settings.clear_after = seconds{20};
    settings.suspect = "resident";
    settings.suspect_label = "process";
    settings.subjects_max = 2;
    change(settings);
    kind.settings = settings;
    return kind;
}

Symptom falling(const std::string& cgroup, TimePoint at, SymptomStatus status) {
    Symptom symptom;
    symptom.id = "f" + cgroup;
    symptom.kind = "falling";
    symptom.status = status;
    symptom.subject.component = "cgroup " + cgroup;
    symptom.first_sign = at - minutes{3};
    symptom.onset = symptom.observed_at = at;
    symptom.evidence.push_back({"usage", Labels{{"cgroup", cgroup}}, 70, 100.0, {}, "grew"});
    Forecast forecast;
    forecast.made_at = at;
    forecast.earliest = at + minutes{7};
    forecast.expected = at + minutes{9};
    forecast.latest = at + minutes{12};
    forecast.confidence = 0.6;
    symptom.forecast = forecast;
    return symptom;
}

struct Bench {
    explicit Bench(const KindSettings& kind = kind_with()) : engine(kind) {
        stall = *engine.attach({"stall", Labels{{"cgroup", "/web"}}});
        swap = *engine.attach({"swap", {}});
    }

    void tick(double stalls, double swaps, int times = 1) {
        for (int i = 0; i < times; ++i) {
            now += seconds{1};
            engine.observe(stall, {SeriesId{0}, now, stalls}, memory);
            engine.observe(swap, {SeriesId{1}, now, swaps}, memory);
            engine.advance(now, memory);
        }
    }

    void hear(SymptomStatus status) { engine.hear(falling("/web", now, status)); }

    CombinationEngine engine;
    SymptomMemory memory;
    TimePoint now = series_start;
    std::uint32_t stall = 0;
    std::uint32_t swap = 0;
};

}  // namespace

TEST_CASE("combination: a kind from anywhere on the host counts for each component, while it lasts",
          "[detectors][combination]") {
    Bench bench{kind_with([](CombinationSettings& settings) {
        settings.signs[0].anywhere = true;
        settings.signs[1].required = true;
    })};
    const auto errors = [&](const std::string& of, SymptomStatus status) {
        Symptom symptom = falling(of, bench.now, status);
        symptom.forecast.reset();
        bench.engine.hear(symptom);
    };
    bench.tick(50, 0, 10);
    CHECK(bench.memory.said.empty());
    errors("/a", SymptomStatus::raised);
    errors("/b", SymptomStatus::raised);
    bench.tick(50, 0, 10);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].subject.component == "cgroup /web");
    REQUIRE(bench.memory.said[0].evidence.size() == 2);
    CHECK(bench.memory.said[0].evidence[0].labels.get("cgroup") == "/a");
    errors("/a", SymptomStatus::cleared);
    bench.tick(50, 0, 60);
    CHECK(bench.memory.said.back().status != SymptomStatus::cleared);
    errors("/b", SymptomStatus::cleared);
    bench.tick(50, 0, 60);
    CHECK(bench.memory.said.back().status == SymptomStatus::cleared);
    CHECK(bench.engine.subjects() == 1);
}

TEST_CASE("combination: what speaks from anywhere is bounded and counted",
          "[detectors][combination]") {
    Bench bench{
        kind_with([](CombinationSettings& settings) { settings.signs[0].anywhere = true; })};
    for (const char* of : {"/a", "/b", "/c"})
        bench.engine.hear(falling(of, bench.now, SymptomStatus::raised));
    CHECK(bench.engine.counters().subjects_refused == 1);
}

TEST_CASE("combination: signs that agree are one symptom with one forecast",
          "[detectors][combination]") {
    Bench bench;
    const auto postgres = *bench.engine.attach({"resident", Labels{{"process", "postgres"}}});
    const auto cron = *bench.engine.attach({"resident", Labels{{"process", "cron"}}});
    bench.engine.observe(postgres, {SeriesId{2}, bench.now, 9e9}, bench.memory);
    bench.engine.observe(cron, {SeriesId{3}, bench.now, 1e6}, bench.memory);
    bench.tick(0, 0, 10);
    bench.hear(SymptomStatus::raised);
    bench.tick(0, 0, 20);
    CHECK(bench.memory.said.empty());
    bench.tick(50, 0, 10);
    REQUIRE(bench.memory.said.size() == 1);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.subject.component == "cgroup /web");
    CHECK(raised.reason == "signs_agree");
    CHECK(raised.severity == Severity::critical);
    REQUIRE(raised.forecast);
    CHECK(raised.forecast->expected == series_start + seconds{10} + minutes{9});
    CHECK(raised.forecast->disruption == "/web loses a process");
    CHECK(raised.forecast->confidence == Approx(0.8));
    CHECK(raised.first_sign == series_start + seconds{10} - minutes{3});
    CHECK(raised.evidence.size() == 2);
    CHECK(raised.sentence ==
          "/web: memory falls and stalls grow: end in about 8 min 32 s (between 6 min 32 s and 11 "
          "min), victim postgres, 80 %");
}

TEST_CASE("combination: it is taken back when too few signs are left for a while",
          "[detectors][combination]") {
    Bench bench;
    bench.hear(SymptomStatus::raised);
    bench.tick(50, 0, 20);
    bench.tick(0, 0, 10);
    bench.tick(50, 0, 10);
    CHECK(bench.memory.count(SymptomStatus::cleared) == 0);
    bench.hear(SymptomStatus::cleared);
    bench.tick(50, 0, 30);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
    CHECK(bench.memory.said[1].reason == "signs_faded");
    CHECK(bench.memory.said[1].id == bench.memory.said[0].id);
    CHECK_FALSE(bench.memory.said[1].forecast);
}

TEST_CASE("combination: a further sign is news, told after a pause", "[detectors][combination]") {
    Bench bench;
    bench.hear(SymptomStatus::raised);
    bench.tick(50, 0, 15);
    bench.tick(50, 50, 60);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].status == SymptomStatus::updated);
    CHECK(bench.memory.said[1].sentence.find("memory falls, stalls grow and swap is read") !=
          std::string::npos);
    CHECK(bench.memory.said[1].observed_at - bench.memory.said[0].observed_at >= seconds{30});
}

TEST_CASE("combination: signs of different subjects do not add up", "[detectors][combination]") {
    Bench bench;
    bench.engine.hear(falling("/db", bench.now, SymptomStatus::raised));
    bench.tick(50, 0, 60);
    CHECK(bench.memory.said.empty());
    bench.tick(0, 50, 30);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].subject.component == "cgroup /db");
}

TEST_CASE("combination: without a sign that is required nothing is said",
          "[detectors][combination]") {
    Bench bench{
        kind_with([](CombinationSettings& settings) { settings.signs[0].required = true; })};
    bench.tick(50, 50, 60);
    CHECK(bench.memory.said.empty());
    bench.hear(SymptomStatus::raised);
    bench.tick(50, 50, 10);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("combination: without any forecast it has none, and says soon",
          "[detectors][combination]") {
    Bench bench;
    bench.tick(50, 50, 30);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK_FALSE(bench.memory.said[0].forecast);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    CHECK(bench.memory.said[0].sentence.find("end soon, victim unknown, 75 %") !=
          std::string::npos);
}

TEST_CASE("combination: a series that falls silent is no sign any more",
          "[detectors][combination]") {
    Bench bench;
    bench.tick(50, 50, 30);
    REQUIRE(bench.memory.said.size() == 1);
    for (int i = 0; i < 90; ++i)
        bench.engine.advance(bench.now += seconds{1}, bench.memory);
    CHECK(bench.memory.count(SymptomStatus::cleared) == 1);
}

TEST_CASE("combination: what goes wrong with a series is no sign",
          "[detectors][combination][property]") {
    CombinationEngine engine{kind_with()};
    CHECK(play_rough(engine, "stall", 3).said.empty());
    CHECK(engine.counters().values_dropped > 1000);
}

TEST_CASE("combination: subjects at the bound are heard, one more is refused and counted",
          "[detectors][combination]") {
    Bench bench;
    bench.tick(0, 0);
    bench.engine.hear(falling("/a", bench.now, SymptomStatus::raised));
    CHECK(bench.engine.subjects() == 2);
    bench.engine.hear(falling("/b", bench.now, SymptomStatus::raised));
    CHECK(bench.engine.subjects() == 2);
    CHECK(bench.engine.counters().subjects_refused == 1);
    bench.engine.hear(falling("/a", bench.now, SymptomStatus::cleared));
    bench.tick(0, 0);
    CHECK(bench.engine.subjects() == 1);
    bench.engine.advance(bench.now + minutes{61}, bench.memory);
    CHECK(bench.engine.subjects() == 0);
    bench.now += minutes{62};
    bench.tick(50, 50, 30);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("combination: a weak kind is heard and never leaves", "[detectors][combination]") {
    const auto pack = parse_pack(R"(
[kinds."a.stall"]
engine = "level"
weak = true
category = "memory"
component = "memory"
disruption = "slow"
occurring = "stalls"
level = { signal = "stall", warning = { enter = 10, hold_for = "2s" } }

[kinds."a.swap"]
engine = "level"
weak = true
category = "memory"
component = "memory"
disruption = "slow"
occurring = "swaps"
level = { signal = "swap", warning = { enter = 10, hold_for = "2s" } }

[kinds."a.both"]
engine = "combination"
category = "memory"
component = "memory"
disruption = "slow"
impending = "{signs}"
[kinds."a.both".combination]
signs = [{ kind = "a.stall", words = "stalls" }, { kind = "a.swap", words = "swaps" }]
hold_for = "3s"
)",
                                 "test.toml");
    REQUIRE(pack);
    const auto detector = make_detectors(*pack);
    detector->attach(SeriesId{0}, {"stall", {}});
    detector->attach(SeriesId{1}, {"swap", {}});
    SymptomMemory memory;
    for (int i = 0; i < 60; ++i) {
        const TimePoint at = series_start + seconds{i};
        detector->observe({SeriesId{0}, at, i < 50 ? 20.0 : 0}, memory);
        detector->observe({SeriesId{1}, at, i < 30 ? 0 : 20.0}, memory);
        detector->advance(at, memory);
    }
    REQUIRE(memory.said.size() == 1);
    CHECK(memory.said[0].kind == "a.both");
    CHECK(memory.said[0].sentence == "stalls and swaps");
    CHECK(memory.said[0].observed_at == series_start + seconds{35});
}
