#include "agent/host_sight.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;

TEST_CASE("host sight: this host answers, if only by refusing the connection", "[agent]") {
    const Sighting seen = look_at_host({"id-1", {"127.0.0.1"}}, Duration{1000});
    CHECK(seen.host_id == "id-1");
    CHECK(seen.sight == Sight::answered);
    CHECK(seen.how.find("127.0.0.1") != std::string::npos);
}

TEST_CASE("host sight: an address that leads nowhere is silent", "[agent]") {
    // Multicast: neither an echo nor a connection reaches a host there.
    const Sighting seen = look_at_host({"id-1", {"224.0.0.255"}}, Duration{50});
    CHECK(seen.sight != Sight::answered);
}

TEST_CASE("host sight: the second address counts as much as the first", "[agent]") {
    CHECK(look_at_host({"id-1", {"224.0.0.255", "127.0.0.1"}}, Duration{50}).sight ==
          Sight::answered);
}

TEST_CASE("host sight: without an address nothing can be seen", "[agent]") {
    CHECK(look_at_host({"id-1", {}}, Duration{50}).sight == Sight::unable);
}
