#include "detectors/engines/exhaustion.hpp"

#include <cmath>
#include <limits>

#include "scenario.hpp"
#include "symptom_memory.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::SymptomMemory;

namespace {

using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

KindSettings disk_kind() {
    KindSettings kind;
    kind.kind = "filesystem.space.exhaustion";
    kind.category = "storage";
    kind.subcategory = "space";
    kind.component = "filesystem {mount}";
    kind.disruption = "writes to {mount} fail";
    kind.impending = "{mount} full in {eta} ({earliest} to {latest}), {slope}, {headroom} left";
    kind.occurring = "{mount} is full";
    kind.unit = Unit::bytes;
    kind.impact = 2;
    kind.engine = "exhaustion";
    ExhaustionSettings settings;
    settings.usage = "used";
    settings.limit = "size";
    settings.pairs_max = 4;
    settings.young_for = Duration{0};
    kind.settings = settings;
    return kind;
}

/// An engine with one mount whose usage and limit are fed second by second.
struct Bench {
    explicit Bench(const KindSettings& kind = disk_kind()) : engine(kind) {
        usage = *engine.attach({"used", Labels{{"mount", "/a"}}});
        limit = *engine.attach({"size", Labels{{"mount", "/a"}}});
    }

    void tick(double used, double size = 100e6) {
        now += seconds{1};
        engine.observe(usage, {SeriesId{0}, now, used}, memory);
        engine.observe(limit, {SeriesId{1}, now, size}, memory);
        engine.advance(now, memory);
    }

    void fill(int from_second, int to_second) {
        for (int t = from_second; t < to_second; ++t)
            tick(t < 75 ? 50e6 : std::min(100e6, 50e6 + (t - 75) * 50e6 / 180));
    }

    ExhaustionEngine engine;
    SymptomMemory memory;
    TimePoint now = start;
    std::uint32_t usage = 0;
    std::uint32_t limit = 0;
};

}  // namespace

TEST_CASE("exhaustion: a symptom says all that is known", "[detectors][exhaustion]") {
    Bench bench;
    bench.fill(0, 150);
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 1);
    const Symptom& said = bench.memory.said.front();
    CHECK(said.kind == "filesystem.space.exhaustion");
    CHECK(said.category == "storage");
    CHECK(said.subject.component == "filesystem /a");
    CHECK(said.subject.host.empty());
    CHECK(said.phase == Phase::impending);
    CHECK(said.severity == Severity::critical);
    CHECK(said.reason == "slopes_agree");
    CHECK(said.impact == 2);
    CHECK(said.sentence.starts_with("/a full in 1 min"));
    CHECK(said.sentence.find("MiB left") != std::string::npos);
    CHECK(said.first_sign >= start + seconds{65});
    CHECK(said.first_sign <= start + seconds{85});
    CHECK(said.onset == said.observed_at);
    REQUIRE(said.forecast);
    CHECK(said.forecast->disruption == "writes to /a fail");
    CHECK(said.forecast->earliest <= said.forecast->expected);
    CHECK(said.forecast->expected <= said.forecast->latest);
    CHECK(said.forecast->limit == 100e6);
    CHECK(said.forecast->slope_per_second == Approx(50e6 / 180).epsilon(0.02));
    CHECK(said.forecast->confidence > 0.5);
    REQUIRE(said.evidence.size() == 1);
    CHECK(said.evidence[0].signal == "used");
    CHECK(said.evidence[0].limit == 100e6);
    CHECK(said.evidence[0].window > seconds{30});
    CHECK(said.evidence[0].note.find("steady over") != std::string::npos);
}

TEST_CASE("exhaustion: one episode goes from raised over occurring to cleared",
          "[detectors][exhaustion]") {
    Bench bench;
    bench.fill(0, 270);
    for (int t = 0; t < 60; ++t)
        bench.tick(50e6);
    const auto& said = bench.memory.said;
    REQUIRE(said.size() >= 3);
    CHECK(said.back().status == SymptomStatus::cleared);
    CHECK(said.back().reason == "usage_fell");
    CHECK(said.back().sentence.find("there is room again") != std::string::npos);
    for (const Symptom& symptom : said) {
        CHECK(symptom.id == said.front().id);
        CHECK(symptom.onset == said.front().onset);
    }
    const Symptom& occurring = said[said.size() - 2];
    CHECK(occurring.phase == Phase::occurring);
    CHECK(occurring.severity == Severity::critical);
    CHECK_FALSE(occurring.forecast);
    CHECK(occurring.sentence == "/a is full");
}

TEST_CASE("exhaustion: severity follows the time that is left", "[detectors][exhaustion]") {
    Bench bench;
    for (int t = 0; t < 9000; ++t)
        bench.tick(t < 1200 ? 50e6 : std::min(99e6, 50e6 + (t - 1200) * 50e6 / 7200));
    REQUIRE(bench.memory.said.size() >= 2);
    CHECK(bench.memory.said.front().severity == Severity::warning);
    CHECK(bench.memory.said.back().severity == Severity::critical);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
    CHECK(bench.memory.count(SymptomStatus::updated) <= 5);
}

TEST_CASE("exhaustion: usage and limit of a tick may come in either order",
          "[detectors][exhaustion]") {
    SymptomMemory first;
    SymptomMemory second;
    for (const bool limit_first : {false, true}) {
        ExhaustionEngine engine{disk_kind()};
        SymptomMemory& memory = limit_first ? second : first;
        const auto usage = *engine.attach({"used", {}});
        const auto limit = *engine.attach({"size", {}});
        for (int t = 0; t < 200; ++t) {
            const TimePoint now = start + seconds{t};
            const double used = 50e6 + std::max(0, t - 75) * 0.3e6;
            if (limit_first) engine.observe(limit, {SeriesId{1}, now, 100e6}, memory);
            engine.observe(usage, {SeriesId{0}, now, used}, memory);
            if (!limit_first) engine.observe(limit, {SeriesId{1}, now, 100e6}, memory);
            engine.advance(now, memory);
        }
    }
    REQUIRE(first.said.size() == second.said.size());
    REQUIRE(!first.said.empty());
    CHECK(first.said.front().onset == second.said.front().onset);
}

TEST_CASE("exhaustion: without a limit nothing is said", "[detectors][exhaustion]") {
    ExhaustionEngine engine{disk_kind()};
    SymptomMemory memory;
    const auto usage = *engine.attach({"used", {}});
    for (int t = 0; t < 300; ++t) {
        engine.observe(usage, {SeriesId{0}, start + seconds{t}, t * 1e6}, memory);
        engine.advance(start + seconds{t}, memory);
    }
    CHECK(memory.said.empty());
    CHECK(engine.pairs() == 0);
}

TEST_CASE("exhaustion: a constant limit needs no second signal", "[detectors][exhaustion]") {
    KindSettings kind = disk_kind();
    std::get<ExhaustionSettings>(kind.settings).limit.clear();
    std::get<ExhaustionSettings>(kind.settings).limit_constant = 100e6;
    Bench bench{disk_kind()};
    ExhaustionEngine engine{kind};
    SymptomMemory memory;
    const auto usage = *engine.attach({"used", {}});
    CHECK_FALSE(engine.attach({"size", {}}));
    for (int t = 0; t < 200; ++t) {
        const double used = 50e6 + std::max(0, t - 75) * 0.3e6;
        engine.observe(usage, {SeriesId{0}, start + seconds{t}, used}, memory);
        engine.advance(start + seconds{t}, memory);
    }
    CHECK(memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("exhaustion: values that are none, and old ones, are dropped and counted",
          "[detectors][exhaustion]") {
    Bench bench;
    bench.fill(0, 20);
    constexpr double inf = std::numeric_limits<double>::infinity();
    for (const double bad : {std::nan(""), inf, -inf})
        bench.engine.observe(bench.usage, {SeriesId{0}, bench.now + seconds{1}, bad}, bench.memory);
    bench.engine.observe(bench.usage, {SeriesId{0}, bench.now, 99e6}, bench.memory);
    bench.engine.observe(bench.usage, {SeriesId{0}, bench.now - seconds{9}, 99e6}, bench.memory);
    for (const double bad : {0.0, -5.0, std::nan("")})
        bench.engine.observe(bench.limit, {SeriesId{1}, bench.now, bad}, bench.memory);
    CHECK(bench.engine.counters().values_dropped == 8);
    bench.fill(20, 150);
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("exhaustion: a subject that vanishes takes its symptom along",
          "[detectors][exhaustion]") {
    Bench bench;
    bench.fill(0, 150);
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 1);
    bench.engine.advance(bench.now + seconds{29}, bench.memory);
    CHECK(bench.memory.count(SymptomStatus::cleared) == 0);
    bench.engine.advance(bench.now + seconds{31}, bench.memory);
    REQUIRE(bench.memory.count(SymptomStatus::cleared) == 1);
    CHECK(bench.memory.said.back().reason == "subject_gone");
    CHECK(bench.memory.said.back().id == bench.memory.said.front().id);
}

TEST_CASE("exhaustion: what was silent for a day is forgotten", "[detectors][exhaustion]") {
    Bench bench;
    bench.fill(0, 10);
    CHECK(bench.engine.pairs() == 1);
    bench.engine.advance(bench.now + std::chrono::hours{24}, bench.memory);
    CHECK(bench.engine.pairs() == 1);
    bench.engine.advance(bench.now + std::chrono::hours{24} + seconds{1}, bench.memory);
    CHECK(bench.engine.pairs() == 0);
    bench.tick(50e6);
    CHECK(bench.engine.pairs() == 1);
}

TEST_CASE("exhaustion: subjects at the bound are watched, one more is refused and counted",
          "[detectors][exhaustion]") {
    ExhaustionEngine engine{disk_kind()};
    SymptomMemory memory;
    const auto feed = [&](int subject, TimePoint at) {
        const Labels labels{{"mount", std::to_string(subject)}};
        engine.observe(*engine.attach({"size", labels}), {SeriesId{0}, at, 100}, memory);
        engine.observe(*engine.attach({"used", labels}), {SeriesId{1}, at, 50}, memory);
    };
    for (int subject = 0; subject < 4; ++subject)
        feed(subject, start);
    engine.advance(start, memory);
    CHECK(engine.pairs() == 4);
    CHECK(engine.counters().subjects_refused == 0);
    feed(4, start + seconds{1});
    engine.advance(start + seconds{1}, memory);
    CHECK(engine.pairs() == 4);
    CHECK(engine.counters().subjects_refused == 1);
}

TEST_CASE("exhaustion: at the bound a silent subject gives way to a new one",
          "[detectors][exhaustion]") {
    ExhaustionEngine engine{disk_kind()};
    SymptomMemory memory;
    for (int subject = 0; subject < 40; ++subject) {
        const Labels labels{{"pid", std::to_string(subject)}};
        const TimePoint at = start + seconds{60 * subject};
        engine.observe(*engine.attach({"size", labels}), {SeriesId{0}, at, 100}, memory);
        engine.observe(*engine.attach({"used", labels}), {SeriesId{1}, at, 50}, memory);
        engine.advance(at, memory);
    }
    CHECK(engine.pairs() == 4);
    CHECK(engine.counters().subjects_refused == 0);
}

TEST_CASE("exhaustion: any stream of values is survived, and episodes stay whole",
          "[detectors][exhaustion]") {
    test::Noise noise{99};
    Bench bench;
    for (int step = 0; step < 20000; ++step) {
        const double dice = noise.next();
        if (dice > 0.99) bench.now += from_seconds(3600 * (noise.next() + 1));
        if (dice < -0.99) bench.now -= seconds{5};
        const double wild = std::pow(10, 20 * noise.next());
        bench.tick(dice > 0.9 ? wild : 50e6 + 50e6 * dice, dice < -0.9 ? wild : 100e6);
    }
    std::string open;
    for (const Symptom& symptom : bench.memory.said) {
        CHECK((symptom.status == SymptomStatus::raised) == open.empty());
        if (!open.empty()) CHECK(symptom.id == open);
        open = symptom.status == SymptomStatus::cleared ? "" : symptom.id;
        if (!symptom.forecast) continue;
        CHECK(symptom.forecast->earliest <= symptom.forecast->expected);
        CHECK(symptom.forecast->expected <= symptom.forecast->latest);
        CHECK(symptom.forecast->confidence >= 0);
        CHECK(symptom.forecast->confidence <= 1);
    }
}

TEST_CASE("exhaustion: a subject that tells its age is not presumed to be starting up",
          "[detectors][exhaustion]") {
    KindSettings kind = disk_kind();
    std::get<ExhaustionSettings>(kind.settings).age = "age";
    const auto announced_after = [&](double first_age) {
        Bench bench{kind};
        const auto age = *bench.engine.attach({"age", Labels{{"mount", "/a"}}});
        int seconds_seen = 0;
        while (bench.memory.said.empty() && seconds_seen < 150) {
            bench.engine.observe(age, {SeriesId{2}, bench.now, first_age + seconds_seen},
                                 bench.memory);
            bench.tick(20e6 + 0.4e6 * ++seconds_seen);
        }
        return seconds_seen;
    };
    CHECK(announced_after(0) > 110);
    CHECK(announced_after(600) < 75);
    CHECK(announced_after(-5) == announced_after(0));
    CHECK(announced_after(1e300) == announced_after(600));
}
