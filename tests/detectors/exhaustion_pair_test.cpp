#include "detectors/engines/exhaustion_pair.hpp"

#include <functional>

#include "scenario.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using State = ExhaustionPair::State;
using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

/// How one course of usage (limit 1 unless said otherwise) was judged, value by value.
struct Course {
    int alarms = 0;
    int occurrences = 0;
    double first_alarm = -1;
    double cleared = -1;
    double earliest = 0;
    double latest = 0;
    std::string reasons;
};

struct Setting {
    double length = 600;
    double step = 1;
    double limit = 1;
    Duration age{0};
};

void note(Course& course, const ExhaustionPair& pair, double t, std::string_view reason) {
    course.reasons += std::string{reason} + " ";
    if (pair.state() == State::quiet) course.cleared = t;
    if (pair.state() == State::occurring) ++course.occurrences;
    if (pair.state() != State::impending || ++course.alarms > 1) return;
    course.first_alarm = t;
    course.earliest = t + pair.trend().earliest;
    course.latest = t + pair.trend().latest;
}

Course judge(const std::function<double(double)>& usage, const Setting& setting = {}) {
    const ExhaustionSettings settings;
    ExhaustionPair pair{start, setting.age};
    Course course;
    State state = State::quiet;
    for (double t = 0; t < setting.length; t += setting.step) {
        const double used = std::clamp(usage(t), 0.0, 1.0) * setting.limit;
        const auto judged = pair.observe(settings, start + from_seconds(t), used, setting.limit);
        if (judged.state != state) note(course, pair, t, judged.reason);
        state = judged.state;
    }
    return course;
}

double filling(double t) {
    return t < 75 ? 0.5 : t < 255 ? 0.5 + (t - 75) / 360 : 1;
}

/// Uniform from `low` to `high`.
double between(test::Noise& noise, double low, double high) {
    return low + (high - low) * (noise.next() + 1) / 2;
}

}  // namespace

TEST_CASE("exhaustion pair: a fill of three minutes is announced a minute ahead at least",
          "[detectors][exhaustion]") {
    const Course course = judge(filling, {300});
    CHECK(course.alarms == 1);
    CHECK(course.first_alarm <= 195);
    CHECK(course.earliest <= 255);
    CHECK(course.latest >= 255);
    CHECK(course.occurrences == 1);
    CHECK(course.reasons == "slopes_agree limit_met ");
}

TEST_CASE("exhaustion pair: a growth of minutes must have used up half of what was free",
          "[detectors][exhaustion]") {
    const auto until = [](double share) {
        return judge([share](double t) { return std::min(filling(t), 0.5 + share / 2); }, {600});
    };
    CHECK(until(0.45).alarms == 0);
    CHECK(until(0.55).alarms == 1);
}

TEST_CASE("exhaustion pair: three tenths of what was free are enough for a growth that lasts",
          "[detectors][exhaustion]") {
    const double hour = 3600;
    const auto until = [hour](double share) {
        return judge(
            [=](double t) {
                return 0.5 + 0.5 * std::min(std::max(t - hour, 0.0) / (2 * hour), share);
            },
            {3 * hour, 10});
    };
    CHECK(until(0.2).alarms == 0);
    CHECK(until(0.4).alarms == 1);
}

TEST_CASE("exhaustion pair: it does not matter how large the numbers are",
          "[detectors][exhaustion]") {
    const Course small = judge(filling, {300, 1, 1});
    const Course large = judge(filling, {300, 1, 16.0 * (1ULL << 40)});
    CHECK(small.first_alarm == large.first_alarm);
    CHECK(small.earliest == Approx(large.earliest).margin(0.1));
    CHECK(small.reasons == large.reasons);
}

TEST_CASE("exhaustion pair: recovery clears within half a minute", "[detectors][exhaustion]") {
    const Course course = judge([](double t) { return t < 180 ? filling(t) : 0.5; }, {300});
    CHECK(course.alarms == 1);
    CHECK(course.cleared >= 180);
    CHECK(course.cleared <= 215);
    CHECK(course.reasons == "slopes_agree growth_reversed ");
}

TEST_CASE("exhaustion pair: a growth that stops is taken back within a minute",
          "[detectors][exhaustion]") {
    const Course course = judge([](double t) { return filling(std::min(t, 170.0)); }, {600});
    CHECK(course.alarms == 1);
    CHECK(course.cleared >= 175);
    CHECK(course.cleared <= 230);
    CHECK(course.reasons == "slopes_agree growth_stopped ");
}

TEST_CASE("exhaustion pair: standing still at the brink is no recovery",
          "[detectors][exhaustion]") {
    const Course course = judge([](double t) { return std::min(filling(t), 0.99); }, {600});
    CHECK(course.alarms == 1);
    CHECK(course.cleared == -1);
}

TEST_CASE("exhaustion pair: what is full from the first moment is told after the warm-up",
          "[detectors][exhaustion]") {
    CHECK(judge([](double) { return 1; }, {59}).occurrences == 0);
    CHECK(judge([](double) { return 1; }, {62}).occurrences == 1);
}

TEST_CASE("exhaustion pair: one value at the limit is no occurrence", "[detectors][exhaustion]") {
    CHECK(judge([](double t) { return t == 100 ? 1 : 0.5; }).occurrences == 0);
    CHECK(judge([](double t) { return t >= 100 && t <= 102 ? 1 : 0.5; }).occurrences == 1);
}

TEST_CASE("exhaustion pair: growth from the first moment must be larger",
          "[detectors][exhaustion]") {
    const auto until = [](double end) {
        return judge([end](double t) { return 0.2 + std::min(t, end) * 0.004; }, {900});
    };
    CHECK(until(100).alarms == 0);
    CHECK(until(190).alarms == 1);
}

TEST_CASE("exhaustion pair: growth is no start-up in a subject that was there long before",
          "[detectors][exhaustion]") {
    const auto from_the_first_value = [](double t) { return 0.2 + std::min(t, 180.0) * 0.004; };
    const Course young = judge(from_the_first_value, {180});
    const Course old = judge(from_the_first_value, {180, 1, 1, std::chrono::hours{1}});
    REQUIRE(young.alarms == 1);
    REQUIRE(old.alarms == 1);
    CHECK(old.first_alarm <= 105);
    CHECK(old.first_alarm <= young.first_alarm - 15);
}

TEST_CASE("exhaustion pair: an old subject's first values are no long interval",
          "[detectors][exhaustion]") {
    ExhaustionPair pair{start, std::chrono::hours{1000}};
    for (int t = 0; t < 3; ++t)
        pair.observe({}, start + seconds{t}, 0.5, 1);
    CHECK(pair.interval() <= seconds{1});
}

TEST_CASE("exhaustion pair: the second tooth of a saw is known", "[detectors][exhaustion]") {
    const auto saw = [](double t) { return 0.3 + 0.4 * std::fmod(t, 200.0) / 200; };
    CHECK(judge(saw, {7200}).alarms <= 1);
}

TEST_CASE("exhaustion pair: after one false alarm the same rise is not told again",
          "[detectors][exhaustion]") {
    const auto bursts = [](double t) {
        const double into = std::fmod(t, 3600.0);
        return 0.4 + (into < 600    ? 0
                      : into < 720  ? (into - 600) / 120 * 0.3
                      : into < 1800 ? 0.3
                                    : 0);
    };
    CHECK(judge(bursts, {5 * 3600}).alarms == 1);
}

TEST_CASE("exhaustion pair: a repaired leak that comes back is told again",
          "[detectors][exhaustion]") {
    const auto relapse = [](double t) {
        return t < 400 ? (t < 180 ? filling(t) : 0.5) : filling(t - 400);
    };
    const Course course = judge(relapse, {700});
    CHECK(course.alarms == 2);
    CHECK(course.occurrences == 1);
}

TEST_CASE("exhaustion pair: random bursts below a fifth of the room never alarm",
          "[detectors][exhaustion]") {
    test::Noise noise{21};
    int alarms = 0;
    for (int round = 0; round < 60; ++round) {
        const double base = between(noise, 0.1, 0.8);
        const double pace = between(noise, 0.002, 0.05) * (1 - base);
        alarms += judge([=](double t) {
                      return base + std::min(0.2 * (1 - base), std::max(0.0, t - 75) * pace);
                  }).alarms;
    }
    CHECK(alarms == 0);
}

TEST_CASE("exhaustion pair: steps and short bursts of any size never alarm",
          "[detectors][exhaustion]") {
    test::Noise noise{22};
    int alarms = 0;
    for (int round = 0; round < 60; ++round) {
        const double base = between(noise, 0.1, 0.7);
        const double size = between(noise, 0.1, 0.95) * (1 - base);
        const double length = between(noise, 0.1, 25);
        alarms += judge([=](double t) {
                      return base + size * std::clamp((t - 75) / length, 0.0, 1.0);
                  }).alarms;
    }
    CHECK(alarms == 0);
}

TEST_CASE("exhaustion pair: random straight fills are all announced inside their interval",
          "[detectors][exhaustion]") {
    test::Noise noise{23};
    for (int round = 0; round < 40; ++round) {
        const double base = between(noise, 0.1, 0.85);
        const double length = between(noise, 150, 900);
        const double wobble = between(noise, 0, 0.01) * (1 - base);
        const Course course = judge(
            [&](double t) {
                const double share = std::clamp((t - 120) / length, 0.0, 1.0);
                return base + (1 - base) * share + wobble * noise.next();
            },
            {150 + length});
        INFO(base << " " << length << " " << wobble << " " << course.reasons);
        CHECK(course.first_alarm >= 120);
        CHECK(course.first_alarm <= 120 + 0.6 * length);
        CHECK(course.earliest <= 120 + length);
        CHECK(course.latest >= 120 + length * 0.99);
    }
}

TEST_CASE("exhaustion pair: its size is fixed and below six kilobytes", "[detectors][exhaustion]") {
    CHECK(sizeof(ExhaustionPair) <= 6144);
    CHECK(std::is_trivially_copyable_v<BucketRing>);
}
