#include "collectors/process_roll.hpp"

#include <catch2/catch.hpp>

#include "tests/support/counting_host_fs.hpp"

using namespace foreshock;
using namespace foreshock::collectors;
using test::CountingHostFs;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);
constexpr Duration second = std::chrono::seconds{1};

std::string stat_of(std::int64_t pid, char state = 'S') {
    return std::to_string(pid) + " (shop) " + state +
           " 1 1 1 0 -1 4194560 0 0 0 0 7 5 0 0 20 0 3 0 900 1000 250 0\n";
}

std::string kernel_stat_of(std::int64_t pid) {
    return std::to_string(pid) +
           " (kworker/0:1) I 2 0 0 0 -1 69238880 0 0 0 0 0 5 0 0 20 0 1 0 9 0 0 0\n";
}

void add(CountingHostFs& host, std::int64_t pid) {
    host.host.files[process_path(pid, "stat")] = stat_of(pid);
}

}  // namespace

TEST_CASE("process roll: walks of one tick read each process once", "[collectors][process]") {
    CountingHostFs host;
    for (const std::int64_t pid : {8, 9, 10, 11})
        add(host, pid);
    ProcessRoll roll{host};
    std::vector<std::int64_t> first;
    std::vector<std::int64_t> second_walk;
    REQUIRE(roll.list(start, first));
    REQUIRE(roll.list(start, second_walk));
    CHECK(first == std::vector<std::int64_t>{8, 9, 10, 11});
    CHECK(second_walk == first);
    CHECK(host.asked["proc"] == 1);
    for (int walk = 0; walk < 2; ++walk)
        for (const std::int64_t pid : first)
            CHECK(roll.stat(start, pid).value().start_ticks == 900);
    for (const std::int64_t pid : first)
        CHECK(host.asked[process_path(pid, "stat")] == 1);
}

TEST_CASE("process roll: the next tick reads anew", "[collectors][process]") {
    CountingHostFs host;
    add(host, 8);
    ProcessRoll roll{host};
    CHECK(roll.stat(start, 8).value().state == 'S');
    host.host.files[process_path(8, "stat")] = stat_of(8, 'D');
    CHECK(roll.stat(start, 8).value().state == 'S');
    CHECK(roll.stat(start + second, 8).value().state == 'D');
    add(host, 9);
    std::vector<std::int64_t> ids;
    REQUIRE(roll.list(start + second, ids));
    CHECK(ids.size() == 2);
}

TEST_CASE("process roll: whatever order they are asked for in, each is the right one",
          "[collectors][process]") {
    CountingHostFs host;
    for (const std::int64_t pid : {3, 5, 7})
        host.host.files[process_path(pid, "stat")] = stat_of(pid, pid == 5 ? 'D' : 'S');
    ProcessRoll roll{host};
    for (const std::int64_t pid : {7, 3, 5, 5, 7, 3})
        CHECK(roll.stat(start, pid).value().state == (pid == 5 ? 'D' : 'S'));
}

TEST_CASE("process roll: what is gone or malformed is an error, and no other's state",
          "[collectors][process]") {
    CountingHostFs host;
    add(host, 3);
    host.host.files[process_path(5, "stat")] = "5 (odd";
    ProcessRoll roll{host};
    REQUIRE(roll.stat(start, 3));
    CHECK(roll.stat(start, 4).error().code == Errc::no_data);
    CHECK(roll.stat(start, 4).error().code == Errc::no_data);
    CHECK(host.asked[process_path(4, "stat")] == 1);
    CHECK(roll.stat(start, 5).error().code == Errc::malformed);
    CHECK(roll.stat(start, 5).error().code == Errc::malformed);
    std::vector<std::int64_t> ids{1};
    host.host.unreadable.insert("proc");
    CHECK_FALSE(roll.list(start, ids));
    CHECK(ids == std::vector<std::int64_t>{1});
}

TEST_CASE("process roll: beyond the bound of what is kept each walk reads for itself",
          "[collectors][process]") {
    CountingHostFs host;
    constexpr auto last = static_cast<std::int64_t>(ProcessRoll::kept_max) + 1;
    for (std::int64_t pid = 1; pid <= last; ++pid)
        add(host, pid);
    ProcessRoll roll{host};
    for (int walk = 0; walk < 2; ++walk)
        for (std::int64_t pid = 1; pid <= last; ++pid)
            REQUIRE(roll.stat(start, pid));
    CHECK(host.asked[process_path(last - 1, "stat")] == 1);
    CHECK(host.asked[process_path(last, "stat")] == 2);
}

TEST_CASE("process roll: a thread of the kernel is known as one, for a while",
          "[collectors][process]") {
    CountingHostFs host;
    host.host.files[process_path(2, "stat")] = kernel_stat_of(2);
    add(host, 8);
    ProcessRoll roll{host};
    CHECK_FALSE(roll.is_kernel_thread(start, 2));
    REQUIRE(roll.stat(start, 2));
    REQUIRE(roll.stat(start, 8));
    CHECK(roll.is_kernel_thread(start, 2));
    CHECK_FALSE(roll.is_kernel_thread(start, 8));
    CHECK(roll.is_kernel_thread(start + ProcessRoll::kernel_thread_known - second, 2));
    CHECK_FALSE(roll.is_kernel_thread(start + ProcessRoll::kernel_thread_known, 2));
    // The id is somebody else's now.
    add(host, 2);
    REQUIRE(roll.stat(start + second, 2));
    CHECK_FALSE(roll.is_kernel_thread(start + second, 2));
}

TEST_CASE("process roll: what lasts is kept open, until it ends", "[collectors][process]") {
    CountingHostFs host;
    add(host, 8);
    ProcessRoll roll{host};
    std::vector<std::int64_t> ids;
    const std::string path = process_path(8, "stat");
    TimePoint now = start;
    for (const int opened : {1, 2, 2, 2}) {
        REQUIRE(roll.list(now, ids));
        REQUIRE(roll.stat(now, 8));
        CHECK(host.opened[path] == opened);
        now += 10 * second;
    }
    host.host.files.erase(path);
    CHECK(roll.stat(now, 8).error().code == Errc::no_data);
    add(host, 8);
    now += second;
    REQUIRE(roll.stat(now, 8));
    CHECK(host.opened[path] == 3);
}

TEST_CASE("process roll: at the bound each is kept open, one above is opened anew",
          "[collectors][process]") {
    CountingHostFs host;
    constexpr auto last = static_cast<std::int64_t>(ProcessRoll::held_max) + 1;
    for (std::int64_t pid = 1; pid <= last; ++pid)
        add(host, pid);
    ProcessRoll roll{host};
    std::vector<std::int64_t> ids;
    for (int round = 0; round < 4; ++round) {
        const TimePoint now = start + round * 10 * second;
        REQUIRE(roll.list(now, ids));
        for (const std::int64_t pid : ids)
            REQUIRE(roll.stat(now, pid));
    }
    CHECK(host.opened[process_path(last - 1, "stat")] == 2);
    CHECK(host.opened[process_path(last, "stat")] == 4);
}
