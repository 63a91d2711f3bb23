#include "server/people/login_throttle.hpp"

#include <catch2/catch.hpp>

namespace foreshock::people {
namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);
using std::chrono::minutes;

void fail_times(LoginThrottle& throttle, int times, const std::string& person,
                const std::string& address, TimePoint at = start) {
    for (int i = 0; i < times; ++i)
        throttle.failed(person, address, at);
}

TEST_CASE("login throttle: five failures of one person from one address make it wait", "[people]") {
    LoginThrottle throttle;
    fail_times(throttle, 4, "ann", "10.0.0.1");
    CHECK_FALSE(throttle.wait("ann", "10.0.0.1", start));
    throttle.failed("ann", "10.0.0.1", start + minutes{1});
    CHECK(throttle.wait("ann", "10.0.0.1", start + minutes{1}) == minutes{14});
    CHECK_FALSE(throttle.wait("ann", "10.0.0.2", start + minutes{1}));
    CHECK_FALSE(throttle.wait("bob", "10.0.0.1", start + minutes{1}));
    CHECK_FALSE(throttle.wait("ann", "10.0.0.1", start + minutes{15}));
}

TEST_CASE("login throttle: success forgets the failures of that person and address", "[people]") {
    LoginThrottle throttle;
    fail_times(throttle, 4, "ann", "10.0.0.1");
    throttle.succeeded("ann", "10.0.0.1");
    fail_times(throttle, 4, "ann", "10.0.0.1");
    CHECK_FALSE(throttle.wait("ann", "10.0.0.1", start));
}

TEST_CASE("login throttle: an address that tries many names waits for all of them", "[people]") {
    LoginThrottle throttle;
    for (int i = 0; i < 30; ++i)
        throttle.failed("p" + std::to_string(i), "10.0.0.1", start);
    CHECK(throttle.wait("somebody", "10.0.0.1", start));
    CHECK_FALSE(throttle.wait("somebody", "10.0.0.2", start));
}

TEST_CASE("login throttle: many addresses that try one name are slowed together", "[people]") {
    LoginThrottle throttle;
    for (int i = 0; i < 99; ++i)
        throttle.failed("ann", "10.0.1." + std::to_string(i), start);
    CHECK_FALSE(throttle.wait("ann", "10.9.9.9", start));
    throttle.failed("ann", "10.0.2.1", start);
    CHECK(throttle.wait("ann", "10.9.9.9", start));
}

TEST_CASE("login throttle: a new window counts anew", "[people]") {
    LoginThrottle throttle;
    fail_times(throttle, 5, "ann", "10.0.0.1");
    throttle.failed("ann", "10.0.0.1", start + minutes{15});
    CHECK_FALSE(throttle.wait("ann", "10.0.0.1", start + minutes{15}));
}

TEST_CASE("login throttle: at its bound the oldest makes room and is counted", "[people]") {
    ThrottleSettings settings;
    settings.entries_max = 6;
    LoginThrottle throttle{settings};
    throttle.failed("a", "1", start);
    throttle.failed("b", "2", start + minutes{1});
    CHECK(throttle.size() == 6);
    CHECK(throttle.evicted() == 0);
    throttle.failed("c", "3", start + minutes{2});
    CHECK(throttle.size() == 6);
    CHECK(throttle.evicted() == 3);
    throttle.failed("d", "4", start + minutes{30});
    CHECK(throttle.size() == 3);
    CHECK(throttle.evicted() == 3);
}

}  // namespace
}  // namespace foreshock::people
