#include "agent/deadline_space_probe.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

/// Mounts that hang until they are freed. Shared with threads that may outlive a test.
struct HangingMounts {
    std::mutex mutex;
    std::condition_variable changed;
    std::set<std::string> hanging;
    int asked = 0;

    Result<collectors::Space> ask(const std::string& path) {
        std::unique_lock lock{mutex};
        ++asked;
        changed.wait(lock, [&] { return !hanging.contains(path); });
        collectors::Space space;
        space.size_bytes = 100;
        return space;
    }

    void free_all() {
        const std::lock_guard lock{mutex};
        hanging.clear();
        changed.notify_all();
    }

    int times_asked() {
        const std::lock_guard lock{mutex};
        return asked;
    }
};

struct Bench {
    std::shared_ptr<HangingMounts> mounts = std::make_shared<HangingMounts>();
    DeadlineSpaceProbe helper{"/host/", Duration{20},
                              [m = mounts](const std::string& path) { return m->ask(path); }};

    ~Bench() { mounts->free_all(); }

    /// Asks until the mount answers again.
    bool comes_back(const std::string& mount) {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{30};
        while (std::chrono::steady_clock::now() < patience) {
            if (helper.space(mount)) return true;
            std::this_thread::yield();
        }
        return false;
    }
};

}  // namespace

TEST_CASE("space: a real mount answers, a missing one is no data", "[agent][space][threads]") {
    DeadlineSpaceProbe helper{"/", std::chrono::seconds{10}};
    const auto space = helper.space("/");
    REQUIRE(space);
    CHECK(space->size_bytes > 0);
    CHECK(space->free_bytes <= space->size_bytes);
    CHECK(space->available_bytes <= space->free_bytes);
    CHECK(helper.space("/there/is/none").error().code == Errc::no_data);
}

TEST_CASE("space: mounts are asked below the host root", "[agent][space][threads]") {
    const test::TemporaryFolder root;
    root.write("var/x", "");
    DeadlineSpaceProbe helper{root.path(), std::chrono::seconds{10}};
    CHECK(helper.space("/var"));
    CHECK_FALSE(helper.space("/proc"));
}

TEST_CASE("space: a mount that hangs is given up after the deadline and not asked again",
          "[agent][space][threads]") {
    Bench bench;
    bench.mounts->hanging = {"/host/nfs"};
    CHECK(bench.helper.space("/nfs").error().code == Errc::unavailable);
    CHECK(bench.helper.stuck_count() == 1);
    CHECK(bench.helper.space("/nfs").error().code == Errc::unavailable);
    CHECK(bench.mounts->times_asked() == 1);
    CHECK(bench.helper.space("/var"));
}

TEST_CASE("space: a mount that answers at last is asked again", "[agent][space][threads]") {
    Bench bench;
    bench.mounts->hanging = {"/host/nfs"};
    CHECK_FALSE(bench.helper.space("/nfs"));
    bench.mounts->free_all();
    CHECK(bench.comes_back("/nfs"));
    CHECK(bench.helper.stuck_count() == 0);
}

TEST_CASE("space: only so many threads can be lost", "[agent][space][threads]") {
    Bench bench;
    for (std::size_t i = 0; i < DeadlineSpaceProbe::stuck_max; ++i) {
        const std::string mount = "/nfs" + std::to_string(i);
        bench.mounts->hanging.insert("/host" + mount);
    }
    for (std::size_t i = 0; i < DeadlineSpaceProbe::stuck_max; ++i) {
        CHECK_FALSE(bench.helper.space("/nfs" + std::to_string(i)));
    }
    CHECK(bench.helper.stuck_count() == DeadlineSpaceProbe::stuck_max);
    const auto refused = bench.helper.space("/var");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("too many") != std::string::npos);
    CHECK(bench.mounts->times_asked() == static_cast<int>(DeadlineSpaceProbe::stuck_max));
    bench.mounts->free_all();
    CHECK(bench.comes_back("/var"));
}

TEST_CASE("space: mounts asked for ahead are asked once", "[agent][space][threads]") {
    Bench bench;
    bench.helper.ask_ahead({"/var", "/home"});
    CHECK(bench.mounts->times_asked() == 2);
    CHECK(bench.helper.space("/var"));
    CHECK(bench.helper.space("/home"));
    CHECK(bench.mounts->times_asked() == 2);
    CHECK(bench.helper.space("/var"));
    CHECK(bench.mounts->times_asked() == 3);
}

TEST_CASE("space: one that hangs among those asked ahead holds up no other",
          "[agent][space][threads]") {
    Bench bench;
    bench.mounts->hanging = {"/host/nfs"};
    for (int round = 0; round < 2; ++round) {
        bench.helper.ask_ahead({"/var", "/nfs", "/home"});
        CHECK(bench.helper.space("/var"));
        CHECK(bench.helper.space("/nfs").error().code == Errc::unavailable);
        CHECK(bench.helper.space("/home"));
        CHECK(bench.helper.stuck_count() == 1);
    }
    bench.mounts->free_all();
    CHECK(bench.comes_back("/nfs"));
}

TEST_CASE("space: what answers from memory is asked below the host's root, one hung or not",
          "[agent][space][threads]") {
    Bench bench;
    bench.mounts->hanging = {"/host/nfs"};
    CHECK_FALSE(bench.helper.space("/nfs"));
    CHECK(bench.helper.prompt_space("/var")->size_bytes == 100);
    CHECK(bench.mounts->times_asked() == 2);
}
