#include <cmath>
#include <functional>

#include "engine_bench.hpp"
#include <catch2/catch.hpp>

#include "detectors/engines/level.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(LevelSettings&)>& change = [](LevelSettings&) {}) {
    KindSettings kind;
    kind.kind = "disk.latency";
    kind.component = "disk {disk}";
    kind.occurring = "{disk} takes {value} (more than {enter})";
    LevelSettings settings;
    settings.signal = "latency";
    settings.warning = {10, 5, minutes{3}, minutes{3}};
    settings.learning.emplace();
    settings.learning->warning = {2, 4, 50, {}};
    change(settings);
    kind.settings = settings;
    return kind;
}

struct Bench : test::SeriesBench<LevelEngine> {
    explicit Bench(const KindSettings& kind)
        : SeriesBench(kind, {"latency", Labels{{"disk", "vda"}}}, minutes{1}) {}
};

}  // namespace

TEST_CASE("learned level: on day one the limit of the pack holds", "[detectors][level][usual]") {
    Bench bench{kind_with()};
    bench.tick(9, hours{1});
    CHECK(bench.memory.said.empty());
    bench.tick(11, hours{1});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].evidence[0].limit == 10.0);
    CHECK(bench.memory.said[0].sentence == "vda takes 11 (more than 10)");
}

TEST_CASE("learned level: on the first day a limit can follow the median so far",
          "[detectors][level][usual]") {
    Bench bench{kind_with([](LevelSettings& settings) {
        settings.warning = {10, 5, minutes{3}, minutes{3}};
        settings.learning->days_min = 1;
        settings.learning->warning = {2, 1, 50, 5.0};
    })};
    bench.tick(0.5, minutes{30});
    bench.tick(3, minutes{10});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].evidence[0].limit == Approx(2.5).epsilon(0.06));
    CHECK(bench.memory.said[0].sentence.find("so far (3") != std::string::npos);
    bench.tick(3, hours{2});
    CHECK(bench.memory.said.size() == 1);
    bench.tick(0.5, minutes{30});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "band_left");
}

TEST_CASE("learned level: a first day that was high from its beginning is usual",
          "[detectors][level][usual]") {
    Bench bench{kind_with([](LevelSettings& settings) {
        settings.warning = {20, 5, minutes{8}, minutes{3}};
        settings.learning->days_min = 1;
        settings.learning->warning = {2, 1, 50, 5.0};
    })};
    bench.tick(8, hours{3});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("learned level: what was seen of the first day outlives a restart",
          "[detectors][level][usual]") {
    const auto kind = kind_with([](LevelSettings& settings) {
        settings.learning->days_min = 1;
        settings.learning->warning = {2, 1, 50, 5.0};
    });
    Bench before{kind};
    before.tick(0.5, minutes{30});
    Bench after{kind};
    after.now = before.now;
    after.engine.restore(before.saved().at(0));
    after.tick(4, minutes{10});
    REQUIRE(after.memory.said.size() == 1);
    CHECK(after.memory.said[0].evidence[0].limit == Approx(2.5).epsilon(0.06));
}

TEST_CASE("learned level: an odd host gets a limit above its usual, and a departure is seen",
          "[detectors][level][usual]") {
    Bench bench{kind_with()};
    bench.tick(15, hours{24 * 12 + 1});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
    CHECK(bench.memory.said[1].reason == "became_usual");
    CHECK(bench.memory.said[1].observed_at - start >= hours{72});
    CHECK(bench.memory.said[1].observed_at - start <= hours{73});
    CHECK(bench.memory.said[1].sentence == "disk vda: over, usual at this host by now, at 15");
    bench.tick(28, hours{2});
    CHECK(bench.memory.said.size() == 2);
    bench.tick(35, hours{2});
    REQUIRE(bench.memory.said.size() == 3);
    const Symptom& raised = bench.memory.said[2];
    CHECK(raised.sentence.find("usual at this host: 15") != std::string::npos);
    CHECK(raised.sentence.find("(12 days seen)") != std::string::npos);
    CHECK(raised.evidence[0].note.find("limit now ") != std::string::npos);
    CHECK(*raised.evidence[0].limit == Approx(30).epsilon(0.05));
    bench.tick(15, hours{1});
    CHECK(bench.memory.said.back().reason == "band_left");
}

TEST_CASE("learned level: no habit lifts the limit above its ceiling or below its floor",
          "[detectors][level][usual]") {
    Bench loud{kind_with()};
    loud.tick(48, hours{24 * 8});
    loud.memory.said.clear();
    loud.tick(51, hours{1});
    CHECK(loud.memory.said.size() == 1);
    CHECK(loud.memory.said[0].evidence[0].limit == 50.0);
    Bench quiet{kind_with()};
    quiet.tick(0.1, hours{24 * 8});
    quiet.tick(3.9, hours{1});
    CHECK(quiet.memory.said.empty());
    quiet.tick(4.1, hours{1});
    REQUIRE(quiet.memory.said.size() == 1);
    CHECK(quiet.memory.said[0].evidence[0].limit == 4.0);
    quiet.tick(2.5, minutes{10});  // the way out has moved with the way in: 2.05
    CHECK(quiet.memory.said.size() == 1);
    quiet.tick(1.9, minutes{10});
    CHECK(quiet.memory.said.size() == 2);
}

TEST_CASE("learned level: an incident of two days is not taken for the usual",
          "[detectors][level][usual]") {
    Bench bench{kind_with()};
    bench.tick(6, hours{24 * 8});
    bench.tick(40, hours{47});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].status == SymptomStatus::raised);
    bench.tick(6, hours{24});
    CHECK(bench.memory.said.size() == 2);
    bench.tick(20, hours{1});
    CHECK(bench.memory.said.size() == 3);
}

TEST_CASE("learned level: the second band moves too", "[detectors][level][usual]") {
    const auto kind = kind_with([](LevelSettings& settings) {
        settings.critical = Band{20, 10, minutes{3}, minutes{3}};
        settings.learning->critical = LearnedLimit{4, 8, 100, {}};
    });
    Bench bench{kind};
    bench.tick(15, hours{24 * 8});
    bench.memory.said.clear();
    bench.tick(50, hours{1});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    bench.tick(70, hours{1});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].severity == Severity::critical);
}

TEST_CASE("learned level: where low is bad the limit moves down on a low host",
          "[detectors][level][usual]") {
    const auto kind = kind_with([](LevelSettings& settings) {
        settings.bad = Direction::below;
        settings.warning = {10, 20, minutes{3}, minutes{3}};
        settings.learning->range.bad = Direction::below;
        settings.learning->warning = {2, 1, 40, {}};
    });
    Bench bench{kind};
    bench.tick(6, hours{24 * 8});
    bench.memory.said.clear();
    bench.tick(3.5, hours{5});
    CHECK(bench.memory.said.empty());
    bench.tick(2.5, hours{1});
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("learned level: what was learned outlives a restart", "[detectors][level][usual]") {
    Bench bench{kind_with()};
    bench.tick(15, hours{24 * 7 + 5});
    const std::vector<Learned> saved = bench.saved();
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].kind == "disk.latency");
    CHECK(saved[0].subject == SeriesKey{"latency", Labels{{"disk", "vda"}}});
    CHECK(saved[0].summary.find("usual at this host: ") == 0);
    CHECK(saved[0].summary.find("; limit now ") != std::string::npos);
    CHECK(saved[0].summary.find(", in the pack 10") != std::string::npos);
    Bench again{kind_with()};
    again.engine.restore(saved[0]);
    again.now = bench.now + hours{1};
    again.tick(25, hours{5});
    CHECK(again.memory.said.empty());
    again.tick(35, hours{1});
    CHECK(again.memory.said.size() == 1);
}

TEST_CASE("learned level: a state that is none leaves the limits of the pack",
          "[detectors][level][usual]") {
    Bench bench{kind_with()};
    bench.tick(15, hours{24 * 7});
    Learned learned = bench.saved()[0];
    const auto limit_after = [](const Learned& given) {
        Bench other{kind_with()};
        other.engine.restore(given);
        other.tick(12, hours{1});
        return other.memory.said.size();
    };
    CHECK(limit_after(learned) == 0);
    Learned newer = learned;
    newer.version = 99;
    CHECK(limit_after(newer) == 1);
    Learned stranger = learned;
    stranger.subject.labels = Labels{{"disk", "vdb"}};
    CHECK(limit_after(stranger) == 1);
    learned.state.pop_back();
    CHECK(limit_after(learned) == 1);
}

TEST_CASE("learned level: gaps, clock steps and no numbers do not disturb it",
          "[detectors][level][usual]") {
    Bench bench{kind_with()};
    for (int day = 0; day < 10; ++day) {
        bench.tick(6, hours{20});
        bench.engine.observe(bench.slot, {SeriesId{0}, bench.now + seconds{1}, std::nan("")},
                             bench.memory);
        bench.engine.observe(bench.slot, {SeriesId{0}, bench.now - hours{9}, 1e9}, bench.memory);
        bench.engine.observe(bench.slot, {SeriesId{0}, bench.now + seconds{2}, HUGE_VAL},
                             bench.memory);
        bench.now += hours{day};
    }
    CHECK(bench.memory.said.empty());
    CHECK(bench.saved()[0].summary.find("limit now 1") != std::string::npos);
}

TEST_CASE("learned level: what is saved says its limit in numbers", "[detectors][level][usual]") {
    Bench bench{kind_with()};
    bench.tick(6, hours{5});
    REQUIRE(bench.saved()[0].limit);
    const LimitNumbers young = *bench.saved()[0].limit;
    CHECK(young.now == young.of_pack);
    CHECK(young.of_pack == 10);
    CHECK(young.floor == 4);
    CHECK(young.ceiling == 50);
    CHECK(young.is_above_bad);
    CHECK_FALSE(young.usual_high);
    CHECK(young.seen > hours{4});
    for (int day = 0; day < 4; ++day)
        bench.tick(6, hours{24});
    const LimitNumbers old = *bench.saved()[0].limit;
    CHECK(old.usual_high == Approx(6).epsilon(0.05));
    CHECK(old.now == Approx(12).epsilon(0.05));
    CHECK(old.seen >= hours{24 * 4});
}
