#include "collectors/entity_map.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

struct Thing {
    explicit Thing(std::string_view name) : called(name) {}

    std::string called;
    int seen = 0;
};

TEST_CASE("entity map: things are made once and kept while they are seen", "[collectors][entity]") {
    EntityMap<Thing> things{4};
    REQUIRE(things.see("a"));
    CHECK(things.see("a")->called == "a");
    things.see("a")->seen = 7;
    things.forget_unseen();
    CHECK(things.see("a")->seen == 7);
}

TEST_CASE("entity map: what a tick did not see is forgotten", "[collectors][entity]") {
    EntityMap<Thing> things{4};
    things.see("a")->seen = 7;
    things.see("b");
    things.forget_unseen();
    things.see("b");
    things.forget_unseen();
    CHECK(things.size() == 1);
    CHECK(things.see("a")->seen == 0);
}

TEST_CASE("entity map: at the bound it takes, one above it refuses and counts",
          "[collectors][entity]") {
    EntityMap<Thing> things{2};
    CHECK(things.see("a"));
    CHECK(things.see("b"));
    CHECK(things.refused() == 0);
    CHECK_FALSE(things.see("c"));
    CHECK(things.refused() == 1);
    CHECK(things.see("a"));
}

}  // namespace
}  // namespace foreshock::collectors
