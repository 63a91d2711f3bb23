#include "server/app/engine_thread.hpp"

#include <future>

#include "batch_fixture.hpp"

namespace foreshock::app {
namespace {

http::ReceivedReport received(const BatchFixture& f, std::uint64_t sequence) {
    return {"web-1", f.report(sequence), f.clock.now()};
}

TEST_CASE("engine_thread: answers reports and commands from its own thread",
          "[app][thread][threads]") {
    BatchFixture f;
    EngineThread thread{f.engine, {}, f.clock, f.counters};
    std::promise<Result<std::uint64_t>> acked;
    std::promise<Result<incidents::Incident>> refused;
    REQUIRE(thread.offer(
        received(f, 1), [&](Result<std::uint64_t> answer) { acked.set_value(std::move(answer)); }));
    CHECK(acked.get_future().get() == 1U);
    REQUIRE(thread.offer(
        incidents::NoteAdded{f.clock.now(), "inc-none", "ann", "x"},
        [&](Result<incidents::Incident> answer) { refused.set_value(std::move(answer)); }));
    CHECK(refused.get_future().get().error().code == Errc::not_found);
}

TEST_CASE("engine_thread: takes alerts of other systems as well",
          "[app][thread][alerts][threads]") {
    BatchFixture f;
    EngineThread thread{f.engine, {}, f.clock, f.counters};
    http::ReceivedAlerts received;
    intake::AlertWord word;
    word.key = "key";
    word.labels = {{"alertname", "A"}, {"host", "web-1"}};
    received.words = {word};
    CHECK(memory_bytes(received) > memory_bytes(http::ReceivedAlerts{}) + sizeof word);
    std::promise<bool> taken;
    REQUIRE(thread.offer(std::move(received),
                         [&](const Result<void>& answer) { taken.set_value(answer.has_value()); }));
    CHECK(taken.get_future().get());
    thread.stop();
    CHECK(f.stored().size() == 1);
}

/// Holds the engine's thread inside a report's answer until it is let go.
struct Gate {
    std::promise<void> reached;
    std::promise<void> open;

    http::ReportDone done() {
        return [this](const Result<std::uint64_t>&) {
            reached.set_value();
            open.get_future().wait();
        };
    }
};

TEST_CASE("engine_thread: takes its bound of waiting commands and not one more",
          "[app][thread][threads]") {
    BatchFixture f;
    Gate gate;
    EngineQueueSettings settings;
    settings.commands_max = 2;
    EngineThread thread{f.engine, settings, f.clock, f.counters};
    REQUIRE(thread.offer(received(f, 1), gate.done()));
    gate.reached.get_future().wait();
    int answered = 0;
    const auto count = [&](const Result<std::uint64_t>&) { ++answered; };
    CHECK(thread.offer(received(f, 2), count));
    CHECK(thread.offer(received(f, 3), count));
    const auto refused = thread.offer(received(f, 4), count);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(f.counters.commands_refused == 1);
    gate.open.set_value();
    thread.stop();
    CHECK(answered == 2);
}

TEST_CASE("engine_thread: reports that wait are bounded by their bytes as well",
          "[app][thread][threads]") {
    BatchFixture f;
    Gate gate;
    EngineQueueSettings settings;
    settings.bytes_max = 2 * memory_bytes(f.report(1));
    EngineThread thread{f.engine, settings, f.clock, f.counters};
    REQUIRE(thread.offer(received(f, 1), gate.done()));
    gate.reached.get_future().wait();
    const auto ignore = [](const Result<std::uint64_t>&) {};
    CHECK(thread.offer(received(f, 2), ignore));
    CHECK(thread.offer(received(f, 3), ignore));
    CHECK_FALSE(thread.offer(received(f, 4), ignore));
    gate.open.set_value();
}

TEST_CASE("engine_thread: stopping finishes what waits and takes nothing new",
          "[app][thread][threads]") {
    BatchFixture f;
    EngineThread thread{f.engine, {}, f.clock, f.counters};
    int acked = 0;
    for (std::uint64_t i = 1; i <= 50; ++i) {
        REQUIRE(thread.offer(received(f, i), [&](const Result<std::uint64_t>& answer) {
            if (answer) ++acked;
        }));
    }
    thread.stop();
    CHECK(acked == 50);
    CHECK(f.store.hosts()->front().sequence == 50);
    CHECK_FALSE(thread.offer(received(f, 51), [](const Result<std::uint64_t>&) {}));
}

}  // namespace
}  // namespace foreshock::app
