#include "collectors/socket_table.hpp"

#include <catch2/catch.hpp>

#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("socket table: IPv4 is written with dots", "[collectors][sockets]") {
    const Endpoint endpoint = test::ipv4({10, 0, 0, 5}, 5432);
    CHECK(address_text(endpoint) == "10.0.0.5");
    CHECK(endpoint_text(endpoint) == "10.0.0.5:5432");
}

TEST_CASE("socket table: IPv6 is written in brackets when a port follows",
          "[collectors][sockets]") {
    Endpoint endpoint;
    CHECK(endpoint_text(endpoint) == "[::]:0");
    endpoint.address = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    endpoint.port = 443;
    CHECK(address_text(endpoint) == "2001:db8::1");
    CHECK(endpoint_text(endpoint) == "[2001:db8::1]:443");
}

}  // namespace
}  // namespace foreshock::collectors
