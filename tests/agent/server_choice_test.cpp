#include "agent/server_choice.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

/// Away from the first of two since `start`.
ServerChoice away() {
    ServerChoice choice{2};
    choice.failed(choice.next(start, true), start);
    return choice;
}

}  // namespace

TEST_CASE("server choice: the first is chosen and stays while it is well", "[agent][server]") {
    ServerChoice choice{3};
    for (int report = 0; report < 100; ++report) {
        const auto attempt = choice.next(start + seconds{report * 10}, true);
        CHECK(attempt.server == 0);
        CHECK_FALSE(attempt.is_probe);
        choice.succeeded(attempt, start);
    }
}

TEST_CASE("server choice: each failure leads to the next, round and round", "[agent][server]") {
    ServerChoice choice{3};
    std::vector<std::size_t> tried;
    for (int report = 0; report < 7; ++report) {
        const auto attempt = choice.next(start, false);
        tried.push_back(attempt.server);
        choice.failed(attempt, start);
    }
    CHECK(tried == std::vector<std::size_t>{0, 1, 2, 0, 1, 2, 0});
}

TEST_CASE("server choice: one server is asked again and again", "[agent][server]") {
    ServerChoice choice;
    choice.failed(choice.next(start, true), start);
    CHECK(choice.next(start + minutes{1}, true).server == 0);
    CHECK_FALSE(choice.next(start + minutes{1}, true).is_probe);
}

TEST_CASE("server choice: the first is probed after a wait and not with what is urgent",
          "[agent][server]") {
    const ServerChoice choice = away();
    CHECK(choice.next(start + ServerChoice::probe_every - Duration{1}, true).server == 1);
    CHECK(choice.next(start + ServerChoice::probe_every, false).server == 1);
    const auto probe = choice.next(start + ServerChoice::probe_every, true);
    CHECK(probe.server == 0);
    CHECK(probe.is_probe);
}

TEST_CASE("server choice: it returns to the first only after a while of good probes",
          "[agent][server]") {
    ServerChoice choice = away();
    TimePoint now = start + ServerChoice::probe_every;
    choice.succeeded(choice.next(now, true), now);
    CHECK(choice.chosen() == 1);
    now += ServerChoice::probe_every;
    choice.succeeded(choice.next(now, true), now);
    CHECK(choice.chosen() == 1);
    now += ServerChoice::probe_every;
    choice.succeeded(choice.next(now, true), now);
    CHECK(choice.chosen() == 0);
}

TEST_CASE("server choice: a bad probe begins the while anew and the next comes later",
          "[agent][server]") {
    ServerChoice choice = away();
    TimePoint now = start + ServerChoice::probe_every;
    choice.succeeded(choice.next(now, true), now);
    now += ServerChoice::probe_every;
    choice.failed(choice.next(now, true), now);
    CHECK(choice.chosen() == 1);
    CHECK_FALSE(choice.next(now + ServerChoice::probe_every, true).is_probe);
    now += ServerChoice::probe_every * 2;
    CHECK(choice.next(now, true).is_probe);
    choice.succeeded(choice.next(now, true), now);
    CHECK(choice.chosen() == 1);
    for (int probe = 0; probe < 20; ++probe) {
        now += ServerChoice::probe_wait_max;
        REQUIRE(choice.next(now, true).is_probe);
        choice.failed(choice.next(now, true), now);
    }
    CHECK(choice.chosen() == 1);
}

TEST_CASE("server choice: a server is not asked before the time that it named", "[agent][server]") {
    ServerChoice choice{2};
    choice.failed(choice.next(start, true), start, minutes{5});
    CHECK(choice.ready_at() == TimePoint::min());
    CHECK_FALSE(choice.next(start + minutes{4}, true).is_probe);
    CHECK(choice.next(start + minutes{5}, true).is_probe);
    choice.failed(choice.next(start, false), start);
    CHECK(choice.chosen() == 0);
    CHECK(choice.ready_at() == start + minutes{5});
}
