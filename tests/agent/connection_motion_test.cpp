#include "agent/connection_motion.hpp"

#include <catch2/catch.hpp>

namespace foreshock::agent {
namespace {

using collectors::ProtocolCounters;

constexpr Duration fifteen_seconds = std::chrono::seconds{15};

ProtocolCounters calm() {
    ProtocolCounters counters;
    counters.tcp_active_opens = 1000;
    counters.tcp_passive_opens = 5000;
    counters.tcp_established = 40;
    counters.tcp_retransmitted_segments = 70;
    return counters;
}

/// Read twice, a minute apart, with so many connections opened in between; what comes 15 s later?
bool moved_after(std::uint64_t opened, const ProtocolCounters& counters) {
    ConnectionMotion motion;
    ProtocolCounters before = calm();
    TimePoint now = from_unix_ms(0);
    before.tcp_passive_opens -= opened;
    motion.read(now, before);
    now += std::chrono::minutes{1};
    motion.read(now, calm());
    return motion.has_moved(now + fifteen_seconds, counters);
}

TEST_CASE("connection motion: what was never read is news", "[agent][sockets]") {
    CHECK(ConnectionMotion{}.has_moved(from_unix_ms(0), calm()));
}

TEST_CASE("connection motion: counters that stand still are none", "[agent][sockets]") {
    CHECK_FALSE(moved_after(0, calm()));
}

TEST_CASE("connection motion: a second segment that is sent again is news", "[agent][sockets]") {
    ProtocolCounters counters = calm();
    ++counters.tcp_retransmitted_segments;
    CHECK_FALSE(moved_after(0, counters));
    ++counters.tcp_retransmitted_segments;
    CHECK(moved_after(0, counters));
}

TEST_CASE("connection motion: more or fewer open connections are news by eight, and by an eighth",
          "[agent][sockets]") {
    ProtocolCounters counters = calm();
    for (const std::uint64_t open : {33, 47}) {
        counters.tcp_established = open;
        CHECK_FALSE(moved_after(0, counters));
    }
    for (const std::uint64_t open : {32, 48}) {
        counters.tcp_established = open;
        CHECK(moved_after(0, counters));
    }
    ConnectionMotion of_many;
    counters.tcp_established = 400;
    of_many.read(from_unix_ms(0), counters);
    counters.tcp_established = 449;
    CHECK_FALSE(of_many.has_moved(from_unix_ms(15000), counters));
    counters.tcp_established = 450;
    CHECK(of_many.has_moved(from_unix_ms(15000), counters));
}

TEST_CASE("connection motion: connections that are opened faster than before are news",
          "[agent][sockets]") {
    ProtocolCounters counters = calm();
    counters.tcp_active_opens += 15 * 8 - 1;
    CHECK_FALSE(moved_after(0, counters));
    ++counters.tcp_active_opens;
    CHECK(moved_after(0, counters));
    // 40 a second before: 10 more.
    counters.tcp_active_opens = calm().tcp_active_opens + 15 * 50 - 1;
    CHECK_FALSE(moved_after(60 * 40, counters));
    ++counters.tcp_active_opens;
    CHECK(moved_after(60 * 40, counters));
}

}  // namespace
}  // namespace foreshock::agent
