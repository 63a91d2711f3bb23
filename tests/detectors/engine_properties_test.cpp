#include "rough_series.hpp"
#include <catch2/catch.hpp>

#include "detectors/engines/exhaustion.hpp"
#include "detectors/engines/level.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

using std::chrono::hours;
using std::chrono::seconds;

KindSettings level_kind(double scale) {
    KindSettings kind;
    kind.kind = "test.level";
    kind.component = "thing {name}";
    kind.occurring = "{value}";
    LevelSettings settings;
    settings.signal = "value";
    settings.warning = {10 * scale, 5 * scale, seconds{60}, seconds{60}};
    kind.settings = settings;
    return kind;
}

KindSettings exhaustion_kind(double scale) {
    KindSettings kind;
    kind.kind = "test.exhaustion";
    kind.component = "thing {name}";
    kind.impending = kind.occurring = "{usage} of {limit}";
    ExhaustionSettings settings;
    settings.usage = "value";
    settings.limit_constant = 1000 * scale;
    kind.settings = settings;
    return kind;
}

/// Rises to four fifths of a thousand within two hours, then falls.
Playback hill(double scale) {
    return {seconds{10}, hours{4}, [scale](double t) {
                const double level = t < 7200 ? 300 + t / 14.4 : 300;
                return scale * (level + 2 * noise_at(t));
            }};
}

}  // namespace

TEST_CASE("engine properties: what goes wrong with a series makes no level",
          "[detectors][level][property]") {
    LevelEngine engine{level_kind(1)};
    CHECK(play_rough(engine, "value", 5).said.empty());
    CHECK(engine.counters().values_dropped > 1000);
}

TEST_CASE("engine properties: what goes wrong with a series makes no exhaustion",
          "[detectors][exhaustion][property]") {
    ExhaustionEngine engine{exhaustion_kind(1)};
    CHECK(play_rough(engine, "value", 500).said.empty());
    CHECK(engine.counters().values_dropped > 1000);
}

TEST_CASE("engine properties: level tells the same story in any unit and at any time",
          "[detectors][level][property]") {
    const auto told = [](double scale, TimePoint begin) {
        LevelEngine engine{level_kind(scale)};
        return play(engine, "value",
                    {seconds{10}, hours{1},
                     [scale](double t) { return scale * (t > 600 && t < 1800 ? 20.0 : 1.0); }},
                    begin);
    };
    const SymptomMemory plain = told(1, series_start);
    CHECK(plain.said.size() == 2);
    CHECK(is_same_story(plain, told(1024, series_start)));
    const SymptomMemory later = told(1, series_start + hours{24});
    REQUIRE(later.said.size() == 2);
    CHECK(later.said[0].onset - plain.said[0].onset == hours{24});
}

TEST_CASE("engine properties: exhaustion tells the same story in any unit",
          "[detectors][exhaustion][property]") {
    const auto told = [](double scale) {
        ExhaustionEngine engine{exhaustion_kind(scale)};
        return play(engine, "value", hill(scale));
    };
    const SymptomMemory plain = told(1);
    CHECK(plain.count(SymptomStatus::raised) == 1);
    CHECK(plain.count(SymptomStatus::cleared) == 1);
    CHECK(is_same_story(plain, told(1048576)));
    CHECK(is_same_story(plain, told(1.0 / 1024)));
}
