#include "server/incidents/fleet.hpp"

#include <catch2/catch.hpp>

#include "server/incidents/common_factor.hpp"
#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

std::string host(int number) {
    return "web-" + std::to_string(number);
}

/// Ten hosts: the first four in rack r1, all with one kernel.
Fleet racked_fleet() {
    Fleet fleet;
    for (int i = 0; i < 10; ++i) {
        fleet.describe(host(i), {{"label.rack", i < 4 ? "r1" : "r2", {}}, {"kernel", "6.1", {}}});
    }
    return fleet;
}

}  // namespace

TEST_CASE("fleet: counts the hosts of a trait by the newest description of each", "[incidents]") {
    Fleet fleet = racked_fleet();
    const auto in_rack = [&](int number) {
        for (const Fleet::Held& held : fleet.held_by(host(number))) {
            const Fleet::Trait& trait = fleet.trait(held.trait);
            if (trait.name == "label.rack") return trait.hosts;
        }
        return std::size_t{0};
    };
    CHECK(in_rack(0) == 4);
    fleet.describe(host(9), {{"label.rack", "r1", {}}});
    fleet.describe(host(9), {{"label.rack", "r1", {}}});
    CHECK(in_rack(0) == 5);
    CHECK(in_rack(9) == 5);
    CHECK(fleet.size() == 10);
    fleet.describe(host(9), {});
    CHECK(in_rack(0) == 4);
    CHECK(fleet.held_by(host(9)).empty());
    CHECK(fleet.held_by("nobody").empty());
}

TEST_CASE("fleet: traits beyond the bound of a host are left out", "[incidents]") {
    Fleet fleet;
    std::vector<HostTrait> traits;
    for (std::size_t i = 0; i <= Fleet::traits_per_host_max; ++i) {
        traits.push_back({"label.x" + std::to_string(i), "1", {}});
    }
    fleet.describe("web-1", traits);
    CHECK(fleet.held_by("web-1").size() == Fleet::traits_per_host_max);
}

TEST_CASE("fleet: hosts beyond the bound are counted, not kept", "[incidents]") {
    Fleet fleet;
    for (std::size_t i = 0; i < Fleet::hosts_max; ++i)
        fleet.describe(host(static_cast<int>(i)), {});
    CHECK(fleet.hosts_refused() == 0);
    fleet.describe("one-more", {{"kernel", "6.1", {}}});
    CHECK(fleet.size() == Fleet::hosts_max);
    CHECK(fleet.hosts_refused() == 1);
    CHECK(fleet.held_by("one-more").empty());
}

TEST_CASE("fleet: a host's traits are what several hosts may share", "[incidents]") {
    Host known;
    known.facts = {{"boot_time", "now"},
                   {"kernel", "6.1"},
                   {"label.rack", "r1"},
                   {"listen.tcp.0.0.0.0:22", "sshd"},
                   {"unit.shop", "active"}};
    known.changes = {{start, "package.shop", "1", "2"},
                     {start - hours{1}, "unit.shop", "active", "failed"},
                     {start - hours{2}, "package.shop", "1", "2"}};
    const std::vector<HostTrait> traits = traits_of(known);
    CHECK(traits == std::vector<HostTrait>{{"package.shop", "2", start},
                                           {"kernel", "6.1", {}},
                                           {"label.rack", "r1", {}}});
}

TEST_CASE("common factor: what the affected share and the others do not", "[incidents]") {
    const Fleet fleet = racked_fleet();
    const auto factor = common_factor(fleet, {"web-0", {"web-1"}, {"web-2"}}, start, hours{24});
    REQUIRE(factor);
    CHECK(factor->name == "label.rack");
    CHECK(factor->value == "r1");
    CHECK(factor->sharing == 3);
    CHECK(factor->fleet_sharing == 4);
    CHECK(factor->chance == Approx(4.0 / 120));
    CHECK(describe(*factor) ==
          "label.rack = r1: 3 of 3 hosts here, 4 of 10 in the fleet; by chance 1 in 30");
}

TEST_CASE("common factor: what all hosts have is none", "[incidents]") {
    Fleet fleet;
    for (int i = 0; i < 10; ++i)
        fleet.describe(host(i), {{"kernel", "6.1", {}}});
    CHECK_FALSE(common_factor(fleet, {"web-0", {"web-1"}, {}}, start, hours{24}));
}

TEST_CASE("common factor: hosts with nothing in common, or unknown ones, have none",
          "[incidents]") {
    const Fleet fleet = racked_fleet();
    CHECK_FALSE(common_factor(fleet, {"web-0", {"web-9"}, {}}, start, hours{24}));
    CHECK_FALSE(common_factor(fleet, {"nobody", {"web-9"}, {}}, start, hours{24}));
    CHECK_FALSE(common_factor(fleet, {"web-0", {"nobody"}, {}}, start, hours{24}));
}

TEST_CASE("common factor: where hosts without it have the trouble too it is no evidence",
          "[incidents]") {
    const Fleet fleet = racked_fleet();
    const AffectedHosts affected{"web-0", {"web-1"}, {"web-7", "web-8"}};
    const auto factor = common_factor(fleet, affected, start, hours{24});
    REQUIRE(factor);
    CHECK(factor->sharing == 2);
    CHECK(factor->affected == 4);
    CHECK(factor->chance > 0.5);
}

TEST_CASE("common factor: a change counts while it is young", "[incidents]") {
    Fleet fleet = racked_fleet();
    for (const int number : {0, 4, 8}) {
        fleet.describe(host(number), {{"package.shop", "2", start - hours{1}}});
    }
    const auto factor = common_factor(fleet, {"web-0", {"web-4"}, {"web-8"}}, start, hours{24});
    REQUIRE(factor);
    CHECK(factor->is_change);
    CHECK(factor->fleet_sharing == 3);
    CHECK(describe(*factor).starts_with("package.shop became 2: 3 of 3 hosts here"));
    CHECK_FALSE(common_factor(fleet, {"web-0", {"web-4"}, {}}, start + hours{24}, hours{24}));
}
