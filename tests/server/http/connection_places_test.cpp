#include "server/http/connection_places.hpp"

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

std::shared_ptr<ConnectionPlaces> places_of(ConnectionPlaces::Bounds bounds) {
    return std::make_shared<ConnectionPlaces>(std::move(bounds));
}

TEST_CASE("connection places: an address gets so many at a time, others theirs", "[http]") {
    const auto places = places_of({10, 2});
    auto first = places->take("192.0.2.1");
    const auto second = places->take("192.0.2.1");
    CHECK((first && second));
    CHECK_FALSE(places->take("192.0.2.1"));
    CHECK(places->take("192.0.2.2"));
    CHECK(places->refused() == 1);
    first.reset();
    CHECK(places->take("192.0.2.1"));
}

TEST_CASE("connection places: addresses of one IPv6 network share", "[http]") {
    const auto places = places_of({10, 1});
    const auto first = places->take("2001:db8:0:1::1");
    CHECK(first);
    CHECK_FALSE(places->take("2001:db8:0:1:ffff::2"));
    CHECK(places->take("2001:db8:0:2::1"));
    const auto mapped = places->take("::ffff:192.0.2.1");
    CHECK(mapped);
    CHECK(places->take("::ffff:192.0.2.2"));
}

TEST_CASE("connection places: proxies are bounded by all places only", "[http]") {
    const auto places = places_of({3, 1, {"192.0.2.9"}});
    const auto first = places->take("192.0.2.9");
    const auto second = places->take("192.0.2.9");
    const auto third = places->take("192.0.2.9");
    CHECK((first && second && third));
    CHECK_FALSE(places->has_room());
    CHECK_FALSE(places->take("192.0.2.9"));
    CHECK(places->refused() == 0);
}

TEST_CASE("connection places: who waits for room is told once when there is some", "[http]") {
    const auto places = places_of({2, 2});
    int told = 0;
    {
        const auto first = places->take("192.0.2.1");
        const auto second = places->take("192.0.2.1");
        places->when_room([&told] { ++told; });
        CHECK(told == 0);
    }
    CHECK(told == 1);
    CHECK(places->taken() == 0);
}

TEST_CASE("connection places: refusals are complained of once, with number and address", "[http]") {
    const auto places = places_of({10, 1});
    const auto taken = places->take("192.0.2.1");
    CHECK(places->complaint().empty());
    CHECK_FALSE(places->take("192.0.2.1"));
    CHECK_FALSE(places->take("192.0.2.1"));
    const std::string words = places->complaint();
    CHECK_THAT(words, Catch::StartsWith("2 connections refused, the last one from 192.0.2.1") &&
                          Catch::Contains("limits.connections_per_address_max (1)"));
    CHECK(places->complaint().empty());
}

}  // namespace
}  // namespace foreshock::http
