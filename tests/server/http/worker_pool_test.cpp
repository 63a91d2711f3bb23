#include "server/http/worker_pool.hpp"

#include <atomic>
#include <future>

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

TEST_CASE("worker_pool: runs every job that it took", "[http][workers][threads]") {
    std::atomic<int> done = 0;
    WorkerPool pool{2, 1000};
    for (int i = 0; i < 500; ++i)
        REQUIRE(pool.offer([&] { ++done; }));
    pool.stop();
    CHECK(done == 500);
}

TEST_CASE("worker_pool: a job that lasts holds up none while anybody sleeps",
          "[http][workers][threads]") {
    std::promise<void> gate;
    const std::shared_future<void> opened = gate.get_future().share();
    std::atomic<int> begun = 0;
    std::promise<void> all_begun;
    WorkerPool pool{3, 100};
    for (int i = 0; i < 3; ++i) {
        REQUIRE(pool.offer([&] {
            if (++begun == 3) all_begun.set_value();
            opened.wait();
        }));
    }
    all_begun.get_future().wait();
    CHECK(begun == 3);
    gate.set_value();
}

TEST_CASE("worker_pool: takes its bound of waiting jobs and not one more",
          "[http][workers][threads]") {
    std::promise<void> started;
    std::promise<void> gate;
    WorkerPool pool{1, 2};  // ends first: its job uses the promises
    REQUIRE(pool.offer([&] {
        started.set_value();
        gate.get_future().wait();
    }));
    started.get_future().wait();
    CHECK(pool.offer([] {}));
    CHECK(pool.offer([] {}));
    CHECK(pool.waiting() == 2);
    CHECK_FALSE(pool.offer([] {}));
    CHECK(pool.refused() == 1);
    gate.set_value();
}

TEST_CASE("worker_pool: takes nothing once it has stopped", "[http][workers][threads]") {
    WorkerPool pool{1, 2};
    pool.stop();
    CHECK_FALSE(pool.offer([] {}));
}

}  // namespace
}  // namespace foreshock::http
