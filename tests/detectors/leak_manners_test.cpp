#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "rough_series.hpp"
#include <catch2/catch.hpp>

#include "detectors/engines/leak.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr double mib = 1048576;
constexpr double hour = 3600;
constexpr double day = 24 * hour;
constexpr int seeds = 8;
constexpr int days = 7;
constexpr double far = 64 * 1024 * mib;

/// As the stock kinds of memory are set.
KindSettings memory_kind(std::optional<double> limit) {
    KindSettings kind;
    kind.kind = "test.leak";
    kind.component = "process {name}";
    kind.unit = Unit::bytes;
    LeakSettings settings;
    settings.signal = "memory";
    settings.evidence_min = hours{6};
    settings.growth_min = 64 * mib;
    settings.growth_ratio_min = 0.25;
    settings.limit_constant = limit;
    kind.settings = settings;
    return kind;
}

using Course = std::function<double(double)>;
using Courses = std::function<Course(Noise&)>;

double between(Noise& noise, double low, double high) {
    return low + (high - low) * (noise.next() + 1) / 2;
}

/// Low to high on a logarithmic scale.
double among(Noise& noise, double low, double high) {
    return low * std::pow(high / low, between(noise, 0, 1));
}

/// The hours from the start to each alarm of a week; 512 MiB times the course.
std::vector<double> alarms_of(const Course& course, std::optional<double> limit = far) {
    LeakEngine engine{memory_kind(limit)};
    const SymptomMemory memory =
        play(engine, "memory",
             {minutes{6}, hours{24 * days}, [&course](double t) { return 512 * mib * course(t); }});
    std::vector<double> alarms;
    for (const Symptom& symptom : memory.said)
        if (symptom.status == SymptomStatus::raised)
            alarms.push_back(to_seconds(symptom.onset - series_start) / hour);
    return alarms;
}

/// False alarms per series and week.
double alarms_per_week(const Courses& courses) {
    Noise noise{51};
    std::size_t alarms = 0;
    for (int seed = 0; seed < seeds; ++seed)
        alarms += alarms_of(courses(noise)).size();
    return static_cast<double>(alarms) / seeds;
}

/// Hours after its begin by which nine tenths of the leaks were told.

double delay_of(const Courses& courses, double begins_at, double limit = far) {
    Noise noise{52};
    std::vector<double> delays;
    for (int seed = 0; seed < seeds; ++seed) {
        double delay = 1e9;
        for (const double alarm : alarms_of(courses(noise), limit))
            if (alarm * hour >= begins_at) delay = std::min(delay, alarm - begins_at / hour);
        delays.push_back(delay);
    }
    std::sort(delays.begin(), delays.end());
    return delays[seeds * 9 / 10];
}

/// Ornstein-Uhlenbeck: comes back to 1 with the time constant, spread sigma. By minutes.
Course wandering(Noise& noise, double sigma, double tau) {
    auto values = std::make_shared<std::vector<double>>();
    const double kept = std::exp(-360 / tau);
    double value = sigma * between(noise, -1.5, 1.5);
    for (int i = 0; i <= days * 240; ++i) {
        values->push_back(1 + value);
        const double normal = (noise.next() + noise.next() + noise.next());  // of variance 1
        value = kept * value + sigma * std::sqrt(1 - kept * kept) * normal;
    }
    return
        [values](double t) { return std::max(0.05, (*values)[static_cast<std::size_t>(t / 360)]); };
}

Course rhythm(Noise& noise, double width, double period) {
    const double phase = between(noise, 0, 1);
    return [=](double t) {
        return 1 + width * std::sin(2 * std::numbers::pi * (t / period + phase)) +
               0.01 * noise_at(t);
    };
}

Course sum(Course a, Course b) {
    return [a = std::move(a), b = std::move(b)](double t) { return a(t) + b(t); };
}

Course teeth(double height, double seconds) {
    return [=](double t) { return height * std::fmod(t, seconds) / seconds; };
}

Course leak(double per_hour, double begins_at) {
    return [=](double t) { return per_hour * std::max(0.0, t - begins_at) / hour; };
}

Course stairs(double per_hour, double begins_at, double seconds) {
    return [=](double t) {
        return per_hour / hour * seconds * std::floor(std::max(0.0, t - begins_at) / seconds);
    };
}

Course level(Noise& noise) {
    return [jitter = between(noise, 0.005, 0.03)](double t) { return 1 + jitter * noise_at(t); };
}

}  // namespace

TEST_CASE("leak manners: what wanders, swings or fills up and comes to rest is no leak",
          "[detectors][leak][property]") {
    const auto alarms = [](const Courses& courses) { return alarms_per_week(courses); };
    for (const double tau : {3.0, 12.0, 24.0}) {
        INFO(tau);
        CHECK(alarms([=](Noise& n) { return wandering(n, 0.15, tau * hour); }) == 0);
    }
    for (const double period : {12.0, 24.0}) {
        INFO(period);
        CHECK(alarms([=](Noise& n) { return rhythm(n, between(n, 0.15, 0.5), period * hour); }) ==
              0);
    }
    CHECK(alarms([](Noise& n) {
              return sum(level(n), teeth(between(n, 0.3, 1), among(n, hour / 3, 6 * hour)));
          }) == 0);
    CHECK(alarms([](Noise& n) {
              return sum(level(n), teeth(between(n, 0.3, 1), among(n, 6 * hour, 2 * day)));
          }) <= 0.5);
    CHECK(alarms([](Noise& n) {
              const double rise = among(n, 0.3, 5);
              const double tau = among(n, hour, 12 * hour);
              return sum(level(n), [=](double t) { return rise * (1 - std::exp(-t / tau)); });
          }) == 0);
    CHECK(alarms([](Noise& n) {
              const double rise = among(n, 0.3, 3);
              const double end = among(n, hour, 12 * hour);
              return sum(level(n), [=](double t) { return rise * std::min(1.0, t / end); });
          }) == 0);
}

TEST_CASE("leak manners: what was level for two days and leaks is told within the evidence",
          "[detectors][leak][property]") {
    const double begins = 2 * day;
    const auto most = [=](const Courses& courses) { return delay_of(courses, begins); };
    const auto straight = [=](double per_hour) {
        return [=](Noise& n) { return sum(level(n), leak(per_hour, begins)); };
    };
    CHECK(most(straight(0.5)) <= 7);
    CHECK(most(straight(0.05)) <= 7);
    CHECK(most(straight(0.01)) <= 30);
    CHECK(most([=](Noise& n) {
              return sum(sum(level(n), leak(0.05, begins)),
                         teeth(0.5, among(n, hour / 3, 2 * hour)));
          }) <= 24);
    CHECK(most([=](Noise& n) { return sum(rhythm(n, 0.1, day), leak(0.05, begins)); }) <= 24);
    CHECK(most([=](Noise& n) {
              return sum(level(n), stairs(0.05, begins, among(n, hour / 2, 3 * hour)));
          }) <= 24);
}

TEST_CASE(
    "leak manners: what leaks from the first day on is told after a day, and at once where "
    "the limit is nearer",
    "[detectors][leak][property]") {
    const Courses courses = [](Noise& n) { return sum(level(n), leak(0.3, 0)); };
    CHECK(delay_of(courses, 0) == Approx(25).margin(2));
    const Courses near = [](Noise& n) { return sum(level(n), leak(0.3, 0)); };
    CHECK(delay_of(near, 0, 4096 * mib) <= 7.5);
}

TEST_CASE("leak manners: without a limit a growth of the first day must triple",
          "[detectors][leak]") {
    Noise noise{53};
    for (const double per_hour : {0.1, 0.3}) {
        const auto alarms = alarms_of(sum(level(noise), leak(per_hour, 0)), std::nullopt);
        REQUIRE(!alarms.empty());
        CHECK(alarms.front() == Approx(per_hour == 0.1 ? 21 : 7).margin(1.5));
    }
}
