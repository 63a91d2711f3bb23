#include "core/ip_address.hpp"

#include <catch2/catch.hpp>

using foreshock::is_ip_address;

TEST_CASE("ip address: whole addresses of both families, nothing else") {
    for (const char* address : {"192.0.2.7", "::1", "2001:db8::5", "::ffff:192.0.2.7"})
        CHECK(is_ip_address(address));
    for (const char* other :
         {"", "web-1", "192.0.2", "192.0.2.256", "[::1]", "fe80::1%eth0", "192.0.2.7:8420", " ::1"})
        CHECK_FALSE(is_ip_address(other));
}
