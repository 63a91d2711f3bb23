#include "detectors/engines/leak_growth.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace foreshock::detectors;

namespace {

template <class Value, class Load>
std::vector<Floor> floors(std::size_t count, Value value, Load load) {
    std::vector<Floor> all;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = static_cast<double>(i);
        all.push_back({60 * (x - static_cast<double>(count)), value(x), 2, load(x)});
    }
    return all;
}

const auto unknown = [](double) { return std::nan(""); };
constexpr LeakRules rules{900, 1, 0.05};

}  // namespace

TEST_CASE("leak growth: a straight rise is measured", "[detectors][leak]") {
    const auto growth = judge_leak(floors(
                                       30, [](double x) { return 100 + x; }, unknown),
                                   rules);
    REQUIRE(growth);
    CHECK(growth->slope == Approx(1 / 60.0));
    CHECK(growth->began_level == Approx(100).margin(1));
    CHECK(growth->growth() == Approx(30).margin(1));
    CHECK(growth->swing == 2);
    CHECK(growth->confidence == Approx(0.9));
}

TEST_CASE("leak growth: what slows down, pauses, jumps or is small is none", "[detectors][leak]") {
    const auto none = [](auto value) {
        return !judge_leak(floors(30, value, unknown), rules).has_value();
    };
    CHECK(none([](double x) { return 100 + 50 * (1 - std::exp(-x / 12)); }));
    CHECK(none([](double x) { return 100 + 20 * std::sqrt(x); }));
    CHECK(none([](double x) { return 100 + 30 * std::floor(x / 14); }));
    CHECK(none([](double x) { return 100 + 0.1 * x; }));
    CHECK(none([](double x) { return 100 + std::fmod(x * 7, 11.0); }));
    CHECK(none([](double x) { return 200 - x; }));
}

TEST_CASE("leak growth: too few floors, or too short a time, tell nothing", "[detectors][leak]") {
    const auto rising = [](double x) { return 100 + 5 * x; };
    CHECK_FALSE(judge_leak(floors(11, rising, unknown), rules));
    CHECK_FALSE(judge_leak(floors(14, rising, unknown), rules));
    CHECK(judge_leak(floors(17, rising, unknown), rules));
}

TEST_CASE("leak growth: load takes away its own part only", "[detectors][leak]") {
    const auto load = [](double x) { return 50 + 40 * std::sin(x); };
    const auto both = [&load](double x) { return 100 + 2 * x + 0.5 * load(x); };
    const auto growth = judge_leak(floors(30, both, load), rules);
    REQUIRE(growth);
    CHECK(growth->slope == Approx(2 / 60.0).epsilon(0.2));
    const auto rising = [](double x) { return 50 + 2 * x; };
    CHECK_FALSE(judge_leak(floors(
                               30, [](double x) { return 100 + 2 * x; }, rising),
                           rules));
}
