#include "collectors/system/chrony.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

const std::string tracking =
    "A29FC87B,162.159.200.123,4,1764096000.123456789,-0.000012345,0.000001234,0.000023456,"
    "-12.345,0.001,0.045,0.012345678,0.000567890,64.5,Normal\n";

TEST_CASE("chrony: tracking tells stratum, offset and leap status", "[collectors][time]") {
    const auto reading = parse_chrony_tracking(tracking);
    REQUIRE(reading);
    CHECK(reading->stratum == 4);
    CHECK(reading->offset_seconds == -0.000012345);
    CHECK(reading->root_delay_seconds == 0.012345678);
    CHECK(reading->root_dispersion_seconds == 0.00056789);
    CHECK(reading->synchronised);
}

TEST_CASE("chrony: a daemon without a source is not synchronised", "[collectors][time]") {
    const auto reading = parse_chrony_tracking(
        "00000000,,0,0.000000000,0.000000000,0.000000000,0.000000000,-12.345,0.000,0.000,"
        "1.000000000,1.000000000,0.0,Not synchronised\n");
    REQUIRE(reading);
    CHECK_FALSE(reading->synchronised);
}

TEST_CASE("chrony: tracking with fields that lack or are no numbers is malformed",
          "[collectors][time]") {
    for (const std::string& text :
         {std::string{}, std::string{"506 Cannot talk to daemon\n"}, tracking.substr(0, 60),
          std::string{",,,,,,,,,,,,,\n"}, std::string{"\0\xff,,", 4}}) {
        INFO(text);
        REQUIRE_FALSE(parse_chrony_tracking(text));
        CHECK(parse_chrony_tracking(text).error().code == Errc::malformed);
    }
}

TEST_CASE("chrony: sources are counted by whether they answer and are used", "[collectors][time]") {
    const auto sources = parse_chrony_sources(
        "^,*,162.159.200.123,3,10,377,32,-0.000123,-0.000123,0.023450000\n"
        "^,-,192.0.2.1,2,6,17,32,0.000123,0.000123,0.023450000\n"
        "^,x,192.0.2.2,2,6,1,32,5.000123,5.000123,0.023450000\n"
        "^,?,192.0.2.3,0,6,0,4294967295,0.000000000,0.000000000,0.000000000\n");
    REQUIRE(sources);
    CHECK(sources->configured == 4);
    CHECK(sources->reachable == 3);
    CHECK(sources->selected == 2);
    CHECK(sources->false_ones == 1);
}

TEST_CASE("chrony: no source is none, a cut line is malformed", "[collectors][time]") {
    CHECK(parse_chrony_sources("")->configured == 0);
    CHECK(parse_chrony_sources("^,*,162.159\n").error().code == Errc::malformed);
}

}  // namespace
}  // namespace foreshock::collectors
