#include "detectors/engines/usual_range.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

struct Bench {
    /// So many days of values by the hour of the day.
    void days(int count, const std::function<double(double)>& at_hour) {
        for (int i = 0; i < count * 1440; ++i) {
            now += minutes{1};
            ends += range.observe(settings, now, at_hour(i % 1440 / 60.0)) ? 1 : 0;
        }
    }

    void days(int count, double value) {
        days(count, [value](double) { return value; });
    }

    [[nodiscard]] double bad() const { return range.bad_side(settings); }

    [[nodiscard]] double good() const { return range.good_side(settings); }

    UsualRangeSettings settings;
    UsualRange range;
    TimePoint now = start;
    int ends = 0;
};

double nightly(double hour) {
    return hour < 2 ? 90 : 20;
}

}  // namespace

TEST_CASE("usual range: a day tells how far the values go", "[detectors][usual]") {
    Bench bench;
    bench.days(1, nightly);
    CHECK(bench.range.days_seen() == 0);
    CHECK(bench.bad() == 0);
    bench.days(1, nightly);
    CHECK(bench.range.days_seen() == 1);
    CHECK(bench.ends == 1);
    CHECK(bench.bad() == Approx(90).epsilon(0.05));
    CHECK(bench.good() == Approx(20).epsilon(0.05));
}

TEST_CASE("usual range: what takes less than the share of a day is not usual",
          "[detectors][usual]") {
    Bench bench;
    bench.days(8, [](double hour) { return hour < 0.2 ? 1000 : 20; });
    CHECK(bench.bad() == Approx(20).epsilon(0.05));
}

TEST_CASE("usual range: an incident of a day or two says nothing", "[detectors][usual]") {
    Bench bench;
    bench.days(6, 20);
    bench.days(2, 500);
    bench.days(1, 20);
    CHECK(bench.range.days_seen() == 8);
    CHECK(bench.bad() == Approx(20).epsilon(0.05));
}

TEST_CASE("usual range: a lasting new normal is learned in days", "[detectors][usual]") {
    Bench bench;
    bench.days(10, 20);
    int days = 0;
    while (bench.bad() < 100) {
        bench.days(1, 200);
        ++days;
    }
    CHECK(days >= 4);
    CHECK(days <= 5);
    while (bench.bad() > 100) {
        bench.days(1, 20);
        ++days;
    }
    CHECK(days <= 10);
}

TEST_CASE("usual range: where small values are bad it looks at those", "[detectors][usual]") {
    Bench bench;
    bench.settings.bad = Direction::below;
    bench.days(5, [](double hour) { return hour < 2 ? 3 : 1e6; });
    CHECK(bench.bad() == Approx(3).epsilon(0.06));
    CHECK(bench.good() == Approx(1e6).epsilon(0.06));
    bench.days(2, 0.001);
    CHECK(bench.bad() == Approx(3).epsilon(0.06));
    bench.days(8, 0.0);
    CHECK(bench.bad() == Approx(0).margin(1e-8));
}

TEST_CASE("usual range: a day is a day of being seen", "[detectors][usual]") {
    Bench bench;
    for (int i = 0; i < 23; ++i) {
        bench.days(1, 5);
        bench.now += hours{24 * 30};
    }
    // Each gap counts as an hour.
    CHECK(bench.range.days_seen() == 23);
    const auto seen = bench.range.days_seen();
    bench.range.observe(bench.settings, bench.now - hours{24 * 400}, 1e6);
    bench.range.observe(bench.settings, bench.now, std::nan(""));
    CHECK(bench.range.days_seen() == seen);
    CHECK(bench.bad() == Approx(5).epsilon(0.05));
}

TEST_CASE("usual range: how often values come does not matter", "[detectors][usual]") {
    for (const Duration every : {Duration{250}, Duration{seconds{10}}, Duration{minutes{30}}}) {
        UsualRange range;
        const UsualRangeSettings settings;
        Duration t{0};
        for (; range.days_seen() == 0; t += every)
            range.observe(settings, start + t, to_seconds(t) < 7200 ? 90 : 20);
        CHECK(t >= hours{24});
        CHECK(t < hours{25});
        CHECK(range.bad_side(settings) == Approx(90).epsilon(0.05));
    }
}

TEST_CASE("usual range: a state is read as it was written, garbage is refused",
          "[detectors][usual]") {
    Bench bench;
    bench.days(20, nightly);
    bench.days(1, [](double hour) { return hour; });
    StateWriter writer;
    bench.range.save(writer);
    const std::string state = writer.take();
    Bench again = bench;
    again.range = {};
    StateReader reader{state};
    REQUIRE(again.range.restore(reader));
    bench.days(3, nightly);
    again.days(3, nightly);
    CHECK(again.range.days_seen() == bench.range.days_seen());
    CHECK(again.bad() == bench.bad());
    CHECK(again.good() == bench.good());
    for (std::size_t size = 0; size < state.size(); ++size) {
        StateReader cut{std::string_view{state}.substr(0, size)};
        CHECK_FALSE(again.range.restore(cut));
        CHECK(again.range.days_seen() == 0);
    }
}
