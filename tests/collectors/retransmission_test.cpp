#include "collectors/retransmission.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TEST_CASE("retransmission: the share is of first and repeated segments", "[collectors][sockets]") {
    RetransmissionShare share;
    const auto value = share.add(90, 10, 1);
    REQUIRE(value);
    CHECK(*value == Approx(0.1));
}

TEST_CASE("retransmission: at the least number of segments there is a share, below none",
          "[collectors][sockets]") {
    RetransmissionShare enough;
    CHECK(enough.add(RetransmissionShare::segments_min - 1, 1, 1).has_value());
    RetransmissionShare few;
    CHECK_FALSE(few.add(RetransmissionShare::segments_min - 2, 1, 1).has_value());
}

TEST_CASE("retransmission: one bad second is soon forgotten", "[collectors][sockets]") {
    RetransmissionShare share;
    share.add(50, 50, 1);
    std::optional<double> value;
    for (int second = 0; second < 30; ++second)
        value = share.add(100, 0, 1);
    REQUIRE(value);
    CHECK(*value < 0.01);
}

TEST_CASE("retransmission: silence ends the share", "[collectors][sockets]") {
    RetransmissionShare share;
    REQUIRE(share.add(100, 10, 1));
    CHECK_FALSE(share.add(0, 0, 60).has_value());
}

}  // namespace
}  // namespace foreshock::collectors
