#include "simulation.hpp"

#include <cstdlib>

#include <catch2/catch.hpp>

#include "core/number.hpp"

using namespace foreshock;
using namespace foreshock::incidents::test;

namespace {

/// FORESHOCK_SIMULATIONS asks for more, or fewer, than these.
constexpr std::uint64_t simulations_usually = 10'000;

std::optional<std::uint64_t> asked(const char* variable) {
    const char* const text = std::getenv(variable);
    if (!text) return std::nullopt;
    const auto number = parse_uint(text);
    return number ? std::optional{*number} : std::nullopt;
}

struct Total {
    std::uint64_t simulations = 0;
    std::size_t told = 0;
    std::size_t crashes = 0;
};

/// Empty, or what was broken and how to see it again.
std::string complaint_of(std::uint64_t seed, Total& total) {
    Simulation simulation(seed);
    try {
        simulation.run();
    } catch (const BrokenPromise& broken) {
        return "FORESHOCK_SEED=" + std::to_string(seed) + " step " +
               std::to_string(simulation.step()) + ": " + broken.what();
    }
    ++total.simulations;
    total.told += simulation.told_count();
    total.crashes += simulation.crash_count();
    return {};
}

/// Of all seeds every fourth: each processor has its part. FORESHOCK_SEED runs that one alone.
Total check_quarter(std::uint64_t quarter) {
    Total total;
    const auto one = asked("FORESHOCK_SEED");
    const std::uint64_t count = asked("FORESHOCK_SIMULATIONS").value_or(simulations_usually);
    const std::uint64_t first = one ? *one : 1 + quarter;
    const std::uint64_t last = one ? *one : count;
    for (std::uint64_t seed = first; seed <= last; seed += 4) {
        if (seed % 4 != (1 + quarter) % 4) continue;
        const std::string complaint = complaint_of(seed, total);
        INFO(complaint);
        REQUIRE(complaint.empty());
    }
    return total;
}

void check_was_a_bad_day(const Total& total) {
    CHECK(total.told >= total.simulations);
    CHECK(total.crashes >= total.simulations);
}

}  // namespace

TEST_CASE("simulation: the engine keeps its promises on any bad day, first quarter of the seeds",
          "[incidents][simulation]") {
    check_was_a_bad_day(check_quarter(0));
}

TEST_CASE("simulation: the engine keeps its promises on any bad day, second quarter of the seeds",
          "[incidents][simulation]") {
    check_was_a_bad_day(check_quarter(1));
}

TEST_CASE("simulation: the engine keeps its promises on any bad day, third quarter of the seeds",
          "[incidents][simulation]") {
    check_was_a_bad_day(check_quarter(2));
}

TEST_CASE("simulation: the engine keeps its promises on any bad day, fourth quarter of the seeds",
          "[incidents][simulation]") {
    check_was_a_bad_day(check_quarter(3));
}
