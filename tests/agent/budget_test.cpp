#include "agent/budget.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "collectors/all/catalog.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

/// Uses that share of a core for one look after the other.
class Usage {
public:
    explicit Usage(Budget& budget) : budget_(budget) { budget_.observe(now_, 0); }

    bool look(double ratio, double resident_bytes = 0) {
        now_ += Budget::look;
        cpu_seconds_ += ratio * to_seconds(Budget::look);
        return budget_.observe(now_, cpu_seconds_, resident_bytes);
    }

private:
    Budget& budget_;
    TimePoint now_ = from_unix_ms(1'790'000'000'000);
    double cpu_seconds_ = 0;
};

}  // namespace

TEST_CASE("budget: a look at the bound sheds nothing, one above sheds a level", "[agent][budget]") {
    Budget budget{{0.01, 32 << 20}};
    Usage usage{budget};
    CHECK_FALSE(usage.look(0.0099));
    CHECK(budget.level() == 0);
    CHECK(usage.look(0.0101));
    CHECK(budget.level() == 1);
    CHECK(*budget.cpu_ratio() == Approx(0.0101));
}

TEST_CASE("budget: there is a last level", "[agent][budget]") {
    Budget budget{{0.01, 32 << 20}};
    Usage usage{budget};
    for (int look = 0; look < 10; ++look)
        usage.look(0.5);
    CHECK(budget.level() == shed_level_max);
}

TEST_CASE("budget: a level comes back after five calm looks, and not after four",
          "[agent][budget]") {
    Budget budget{{0.01, 32 << 20}};
    Usage usage{budget};
    usage.look(0.02);
    for (int look = 0; look < Budget::calm_looks - 1; ++look)
        CHECK_FALSE(usage.look(0.001));
    CHECK(budget.level() == 1);
    CHECK(usage.look(0.001));
    CHECK(budget.level() == 0);
}

TEST_CASE("budget: what is neither calm nor over keeps the level", "[agent][budget]") {
    Budget budget{{0.01, 32 << 20}};
    Usage usage{budget};
    usage.look(0.02);
    for (int look = 0; look < 20; ++look)
        usage.look(0.007);
    CHECK(budget.level() == 1);
}

TEST_CASE("budget: short spans are not judged", "[agent][budget]") {
    Budget budget{{0.01, 32 << 20}};
    const TimePoint start = from_unix_ms(1'790'000'000'000);
    budget.observe(start, 0);
    CHECK_FALSE(budget.observe(start + Budget::look - Duration{1}, 60));
    CHECK_FALSE(budget.cpu_ratio().has_value());
}

TEST_CASE("budget: memory is compared with its bound", "[agent][budget]") {
    const Budget budget{{0.01, 1000}};
    CHECK_FALSE(budget.is_too_large(1000));
    CHECK(budget.is_too_large(1001));
}

TEST_CASE("budget: memory above its bound sheds, at the bound does not", "[agent][budget]") {
    Budget budget{{0.01, 1000}};
    Usage usage{budget};
    CHECK_FALSE(usage.look(0.001, 1000));
    CHECK(usage.look(0.001, 1001));
    CHECK(budget.level() == 1);
}

TEST_CASE("budget: a level comes back only when memory is well below its bound",
          "[agent][budget]") {
    Budget budget{{0.01, 1000}};
    Usage usage{budget};
    usage.look(0.001, 1001);
    for (int look = 0; look < 20; ++look)
        CHECK_FALSE(usage.look(0.001, 950));
    for (int look = 0; look < Budget::calm_looks - 1; ++look)
        CHECK_FALSE(usage.look(0.001, 890));
    CHECK(usage.look(0.001, 890));
    CHECK(budget.level() == 0);
}

TEST_CASE("budget: the order of shedding is as stated", "[agent][budget]") {
    constexpr Duration often{1000};
    CHECK(stretch("filesystem", often, 0) == 1);
    CHECK(stretch("sockets", often, 0) == 1);
    CHECK(stretch("sockets", often, 1) == 10);
    CHECK(stretch("disk", often, 1) == 10);
    CHECK(stretch("process", often, 1) == 1);
    CHECK_FALSE(stretch("network", often, 2).has_value());
    CHECK(stretch("process", often, 2) == 5);
    CHECK_FALSE(stretch("vmstat", often, 3).has_value());
    CHECK(stretch("filesystem", often, 3) == 20);
}

TEST_CASE("budget: rare collectors go first whatever they are called", "[agent][budget]") {
    CHECK(stretch("anything", rare_every, 0) == 1);
    CHECK(stretch("anything", rare_every - Duration{1}, 1) == 1);
    CHECK(stretch("anything", rare_every, 1) == 10);
    CHECK_FALSE(stretch("anything", rare_every, 2).has_value());
}

TEST_CASE("budget: what is shed first are collectors that exist", "[agent]") {
    const auto catalog = foreshock::collectors::collector_catalog();
    for (const std::string_view name : shed_first()) {
        INFO(name);
        CHECK(std::any_of(catalog.begin(), catalog.end(),
                          [name](const auto& entry) { return entry.name == name; }));
    }
}
