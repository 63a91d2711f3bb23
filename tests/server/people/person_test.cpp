#include "server/people/person.hpp"

#include <catch2/catch.hpp>

namespace foreshock::people {
namespace {

TEST_CASE("person: a directory finds people and teams by their names", "[people]") {
    Directory directory;
    directory.people.push_back({.name = "ann", .title = "Ann Lee"});
    directory.teams.push_back({.name = "desk", .title = "Service desk", .members = {"ann"}});
    REQUIRE(directory.person("ann") != nullptr);
    CHECK(directory.person("ann")->title == "Ann Lee");
    REQUIRE(directory.team("desk") != nullptr);
    CHECK(directory.team("desk")->tier == Tier::l1);
    CHECK(directory.person("desk") == nullptr);
    CHECK(directory.team("ann") == nullptr);
}

TEST_CASE("person: roles and tiers are read as they are written", "[people]") {
    for (const Role role : {Role::viewer, Role::responder, Role::admin}) {
        CHECK(parse_role(to_string(role)) == role);
    }
    for (const Tier tier : {Tier::l1, Tier::l2, Tier::l3}) {
        CHECK(parse_tier(to_string(tier)) == tier);
    }
    CHECK(parse_role("root").error().code == Errc::invalid);
    CHECK(parse_tier("L4").error().code == Errc::invalid);
}

}  // namespace
}  // namespace foreshock::people
