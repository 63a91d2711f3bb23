#include "server/notify/delivery_worker.hpp"

#include <catch2/catch.hpp>

#include "server/notify/webhook_channel.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/recorded_outbox.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::ManualClock;
using foreshock::test::ReceivedRequest;
using foreshock::test::RecordedOutbox;

namespace {

incidents::OutboxEntry entry(std::string id, TimePoint due_at) {
    incidents::OutboxEntry made;
    made.id = std::move(id);
    made.channel = "chat";
    made.body = "{}";
    made.created_at = made.due_at = due_at;
    return made;
}

std::unique_ptr<Delivery> delivery_to(const HttpReceiver& receiver, RecordedOutbox& outbox) {
    Channels channels;
    channels.emplace("chat", make_webhook_channel({"chat", receiver.url(), "s"}).value());
    return std::make_unique<Delivery>(outbox, std::move(channels), DeliverySettings{});
}

const DeliveryWorker::Log no_log = [](std::string_view) {};

/// Wakes the worker until the outbox is empty; false after some seconds.
bool empties(RecordedOutbox& outbox, DeliveryWorker& worker) {
    for (int i = 0; i < 500 && !outbox.entries().empty(); ++i) {
        worker.wake();
        std::this_thread::yield();
        ::poll(nullptr, 0, 10);
    }
    return outbox.entries().empty();
}

}  // namespace

TEST_CASE("delivery worker: delivers what is there at its start, and what it is woken for",
          "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(204); }};
    RecordedOutbox outbox;
    ManualClock clock;
    outbox.put(entry("first", clock.now()));
    DeliveryWorker worker{delivery_to(receiver, outbox), outbox, clock, no_log};
    REQUIRE(receiver.wait_for_requests(1));
    outbox.put(entry("second", clock.now()));
    worker.wake();
    REQUIRE(receiver.wait_for_requests(2));
    CHECK(receiver.requests()[0].headers.at("idempotency-key") == "first");
    CHECK(receiver.requests()[1].headers.at("idempotency-key") == "second");
    CHECK(empties(outbox, worker));
    CHECK(worker.counters().delivered == 2);
}

TEST_CASE("delivery worker: tries again when the time has come, with the same id",
          "[notify][integration][threads]") {
    std::atomic<int> calls = 0;
    HttpReceiver receiver{
        [&](const ReceivedRequest&) { return http_answer(calls++ == 0 ? 503 : 200); }};
    RecordedOutbox outbox;
    ManualClock clock;
    outbox.put(entry("one", clock.now()));
    DeliveryWorker worker{delivery_to(receiver, outbox), outbox, clock, no_log};
    REQUIRE(receiver.wait_for_requests(1));
    for (int i = 0; i < 500 && worker.counters().postponed == 0; ++i)
        ::poll(nullptr, 0, 10);
    clock.advance(std::chrono::seconds{6});
    worker.wake();
    REQUIRE(receiver.wait_for_requests(2));
    CHECK(receiver.requests()[1].headers.at("idempotency-key") == "one");
    CHECK(empties(outbox, worker));
}

TEST_CASE("delivery worker: stops soon, even in the middle of an attempt",
          "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return HttpReceiver::silence; }};
    RecordedOutbox outbox;
    ManualClock clock;
    outbox.put(entry("one", clock.now()));
    DeliveryWorker worker{delivery_to(receiver, outbox), outbox, clock, no_log};
    REQUIRE(receiver.wait_for_requests(1));
    const auto before = std::chrono::steady_clock::now();
    worker.stop();
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{4});
    REQUIRE(outbox.entries().size() == 1);
    CHECK(outbox.entries().front().attempts == 0);
}

TEST_CASE("delivery worker: says when the store refuses", "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(200); }};
    RecordedOutbox outbox;
    outbox.set_broken(true);
    ManualClock clock;
    std::mutex mutex;
    std::string said;
    {
        DeliveryWorker worker{delivery_to(receiver, outbox), outbox, clock,
                              [&](std::string_view line) {
                                  const std::scoped_lock lock{mutex};
                                  said = line;
                              }};
        for (int i = 0; i < 500; ++i) {
            ::poll(nullptr, 0, 10);
            const std::scoped_lock lock{mutex};
            if (!said.empty()) break;
        }
    }
    CHECK(said == "notifications wait, the store says: disk full");
}
