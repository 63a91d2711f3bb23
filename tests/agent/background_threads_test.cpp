#include "agent/background_threads.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;

namespace {

/// Work that hangs until it is let go. Shared with threads that may outlive a test.
class Gate {
public:
    void pass() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
        --waiting_;
        changed_.notify_all();
    }

    void open() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }

    /// Waits until so many hang here.
    bool await_waiting(int count) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return waiting_ == count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int waiting_ = 0;
};

struct Bench {
    explicit Bench(const BackgroundLimits& limits) : background(limits) {}

    ~Bench() { gate->open(); }

    Result<void> hang(const std::string& name) {
        return background.start(name, [held = gate] { held->pass(); });
    }

    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    BackgroundThreads background;
};

/// Asks until it holds or too long has passed.
template <class Predicate>
bool comes_true(Predicate holds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::yield();
    }
    return true;
}

constexpr Duration never = std::chrono::hours{1};

}  // namespace

TEST_CASE("background: work is done in another thread, which leaves when it is idle",
          "[agent][background][threads]") {
    BackgroundThreads background{{2, 2, 4, never, Duration{0}}};
    CHECK(background.thread_count() == 0);
    collectors::Question<std::thread::id> question;
    REQUIRE(question.ask(background, "who",
                         [] { return Result<std::thread::id>{std::this_thread::get_id()}; }));
    std::optional<Result<std::thread::id>> answer;
    CHECK(comes_true([&] { return (answer = question.take()).has_value(); }));
    REQUIRE(answer);
    CHECK(**answer != std::this_thread::get_id());
    CHECK(comes_true([&] { return background.thread_count() == 0; }));
}

TEST_CASE("background: threads take no signals", "[agent][background][threads]") {
    BackgroundThreads background;
    const auto is_blocked = std::make_shared<std::atomic<int>>(-1);
    REQUIRE(background.start("mask", [is_blocked] {
        sigset_t mask;
        ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
        *is_blocked = ::sigismember(&mask, SIGTERM) & ::sigismember(&mask, SIGHUP);
    }));
    CHECK(comes_true([&] { return *is_blocked >= 0; }));
    CHECK(*is_blocked == 1);
    sigset_t own;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &own);
    CHECK(::sigismember(&own, SIGTERM) == 0);
}

TEST_CASE("background: a name that still runs is refused, and free again when it ended",
          "[agent][background][threads]") {
    Bench bench{{2, 2, 4, never, never}};
    REQUIRE(bench.hang("mount /nfs"));
    const auto refused = bench.hang("mount /nfs");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(refused.error().what.find("mount /nfs") != std::string::npos);
    bench.gate->open();
    CHECK(comes_true([&] { return bench.hang("mount /nfs").has_value(); }));
}

TEST_CASE("background: more work than threads waits its turn, up to a bound",
          "[agent][background][threads]") {
    Bench bench{{2, 2, 3, never, never}};
    REQUIRE(bench.hang("a"));
    REQUIRE(bench.hang("b"));
    REQUIRE(bench.gate->await_waiting(2));
    const auto done = std::make_shared<std::atomic<int>>(0);
    for (const char* name : {"c", "d", "e"}) {
        REQUIRE(bench.background.start(name, [done] { ++*done; }));
    }
    const auto refused = bench.hang("f");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("too many others wait") != std::string::npos);
    CHECK(bench.background.thread_count() == 2);
    CHECK(*done == 0);
    bench.gate->open();
    CHECK(comes_true([&] { return *done == 3; }));
}

TEST_CASE("background: stuck work keeps its thread, and other work goes on",
          "[agent][background][threads]") {
    Bench bench{{1, 2, 4, Duration{0}, never}};
    REQUIRE(bench.hang("a"));
    REQUIRE(bench.gate->await_waiting(1));
    CHECK(bench.background.stuck_count() == 1);
    REQUIRE(bench.hang("b"));
    REQUIRE(bench.gate->await_waiting(2));
    CHECK(bench.background.thread_count() == 2);
    CHECK(bench.background.stuck_count() == 2);
}

TEST_CASE("background: with too many stuck everything is refused until they come back",
          "[agent][background][threads]") {
    Bench bench{{1, 2, 4, Duration{0}, never}};
    REQUIRE(bench.hang("a"));
    REQUIRE(bench.gate->await_waiting(1));
    REQUIRE(bench.hang("b"));
    REQUIRE(bench.gate->await_waiting(2));
    const auto refused = bench.hang("c");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(refused.error().what.find("too many others are stuck") != std::string::npos);
    bench.gate->open();
    CHECK(comes_true([&] { return bench.background.stuck_count() == 0; }));
    CHECK(comes_true([&] { return bench.background.thread_count() <= 1; }));
    CHECK(bench.background.start("c", [] {}));
}

TEST_CASE("background: work that waited and gets stuck too takes no more threads than there may be",
          "[agent][background][threads]") {
    constexpr Duration stuck_after{5};
    Bench bench{{1, 1, 8, stuck_after, never}};
    for (const char* name : {"a", "b", "c", "d", "e"})
        (void)bench.hang(name);
    std::size_t most = 0;
    const auto until = std::chrono::steady_clock::now() + 8 * stuck_after;
    while (std::chrono::steady_clock::now() < until) {
        (void)bench.hang("a");
        most = std::max(most, bench.background.thread_count());
    }
    CHECK(most <= 2);
}

TEST_CASE("background: whoever owns it never waits for stuck work",
          "[agent][background][threads]") {
    const auto gate = std::make_shared<Gate>();
    {
        BackgroundThreads background{{1, 1, 4, never, never}};
        REQUIRE(background.start("hangs", [gate] { gate->pass(); }));
        REQUIRE(gate->await_waiting(1));
    }
    gate->open();
    CHECK(gate->await_waiting(0));
}

TEST_CASE("background: work that throws ends alone", "[agent][background][threads]") {
    BackgroundThreads background{{1, 1, 4, never, never}};
    const auto done = std::make_shared<std::atomic<bool>>(false);
    REQUIRE(background.start("throws", [] { throw std::runtime_error{"no"}; }));
    REQUIRE(background.start("next", [done] { *done = true; }));
    CHECK(comes_true([&] { return done->load(); }));
}
