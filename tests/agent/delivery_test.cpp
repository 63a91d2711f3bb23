#include "agent/delivery.hpp"

#include <set>

#include "fake_uplink.hpp"
#include "recording_log.hpp"
#include "spool_entries.hpp"
#include <catch2/catch.hpp>

#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using test::entry_of;

namespace {

struct Bench {
    test::RecordingLog log;
    Spool spool{{}, "", log};
    test::FakeUplink uplink;
    test::ManualClock clock;
    Delivery delivery{spool, uplink, {clock, clock}, log};

    Bench() { spool.begin_run("run-a", test::definitions_between); }

    void push(std::uint64_t sequence) { spool.push(entry_of("run-a", sequence)); }

    void pump() { delivery.pump(clock.now()); }

    /// How long until the next attempt, tried in steps of 100 ms.
    Duration wait() {
        const TimePoint start = clock.now();
        while (!uplink.waits() && clock.now() - start < std::chrono::hours{1}) {
            clock.advance(Duration{100});
            pump();
        }
        REQUIRE(uplink.waits());
        return clock.now() - start;
    }
};

/// Never sooner than the server has asked for, and not much later.
bool is_asked(Duration waited, Duration asked) {
    return waited >= asked && waited <= asked * 5 / 4 + Duration{100};
}

}  // namespace

TEST_CASE("delivery: reports are sent one at a time and in order", "[agent][delivery]") {
    Bench bench;
    bench.push(1);
    bench.push(2);
    bench.pump();
    bench.pump();
    REQUIRE(bench.uplink.sent.size() == 1);
    CHECK(bench.uplink.sent[0].sequence == 1);
    CHECK(bench.delivery.is_busy());
    bench.uplink.answer(200);
    REQUIRE(bench.uplink.sent.size() == 2);
    CHECK(bench.uplink.sent[1].sequence == 2);
    bench.uplink.answer(200);
    CHECK(bench.spool.empty());
    CHECK(bench.delivery.counts().acknowledged == 2);
}

TEST_CASE("delivery: a report stays until it is acknowledged", "[agent][delivery]") {
    Bench bench;
    bench.push(1);
    bench.pump();
    bench.uplink.answer(503);
    CHECK_FALSE(bench.spool.empty());
    bench.wait();
    CHECK(bench.uplink.sent[1].sequence == 1);
}

TEST_CASE("delivery: definitions are sent once, and again when the server lacks them",
          "[agent][delivery]") {
    Bench bench;
    for (const std::uint64_t sequence : {1, 2, 3})
        bench.push(sequence);
    bench.pump();
    CHECK(bench.uplink.sent[0].definitions == test::two_definitions());
    bench.uplink.answer(200);
    CHECK(bench.uplink.sent[1].definitions.empty());
    CHECK(bench.uplink.sent[1].definitions_from == 2);
    bench.uplink.answer({409, "/problems/dictionary-unknown", "", std::nullopt});
    REQUIRE(bench.uplink.sent.size() == 3);
    CHECK(bench.uplink.sent[2].sequence == 2);
    CHECK(bench.uplink.sent[2].definitions_from == 0);
    CHECK(bench.uplink.sent[2].definitions == test::two_definitions());
    bench.uplink.answer(200);
    CHECK(bench.uplink.sent[3].sequence == 3);
    CHECK(bench.spool.counts().refused == 0);
}

TEST_CASE("delivery: a server that never knows the dictionary does not block the rest",
          "[agent][delivery]") {
    Bench bench;
    bench.push(1);
    bench.push(2);
    bench.pump();
    bench.uplink.answer({409, "/problems/dictionary-unknown", "", std::nullopt});
    CHECK(bench.spool.counts().refused == 1);
    REQUIRE(bench.uplink.sent.size() == 2);
    CHECK(bench.uplink.sent[1].sequence == 2);
}

TEST_CASE("delivery: a report refused for good is set aside, counted and named",
          "[agent][delivery]") {
    const int status = GENERATE(400, 409, 413, 415, 422);
    Bench bench;
    bench.push(1);
    bench.push(2);
    bench.pump();
    bench.uplink.answer(status);
    CHECK(bench.spool.counts().refused == 1);
    CHECK(bench.uplink.sent[1].sequence == 2);
    CHECK(bench.log.count("refuses a report for good") == 1);
    CHECK(bench.delivery.take_needs_news());
    CHECK_FALSE(bench.delivery.take_needs_news());
}

TEST_CASE("delivery: a wrong token is named and tried again slowly", "[agent][delivery]") {
    const int status = GENERATE(401, 403);
    Bench bench;
    bench.push(1);
    bench.pump();
    bench.uplink.answer(status);
    CHECK(bench.log.count("does not accept this agent") == 1);
    CHECK(bench.log.lines.back().level == LogLevel::error);
    CHECK_FALSE(bench.spool.empty());
    CHECK(bench.wait() >= std::chrono::seconds{30});
}

TEST_CASE("delivery: Retry-After is honoured within bounds", "[agent][delivery]") {
    const int status = GENERATE(429, 503);
    Bench bench;
    bench.push(1);
    bench.pump();
    bench.uplink.answer({status, "", "", std::chrono::seconds{7}});
    CHECK(is_asked(bench.wait(), std::chrono::seconds{7}));
    bench.uplink.answer({status, "", "", std::chrono::hours{9}});
    CHECK(is_asked(bench.wait(), std::chrono::minutes{10}));
    bench.uplink.answer({status, "", "", Duration{1}});
    CHECK(is_asked(bench.wait(), std::chrono::seconds{1}));
}

TEST_CASE("delivery: agents that were told the same wait do not come back in step",
          "[agent][delivery]") {
    std::set<Duration> waits;
    for (unsigned seed = 1; seed <= 5; ++seed) {
        Bench bench;
        bench.delivery.seed(seed * 1000);
        bench.push(1);
        bench.pump();
        bench.uplink.answer({429, "", "", std::chrono::minutes{5}});
        waits.insert(bench.wait());
    }
    CHECK(waits.size() > 1);
}

TEST_CASE("delivery: waits grow, spread, to their bound", "[agent][delivery]") {
    const unsigned seed = GENERATE(1U, 2U, 3U);
    Bench bench;
    bench.delivery.seed(seed);
    bench.push(1);
    bench.pump();
    Duration wanted{1000};
    for (int attempt = 0; attempt < 10; ++attempt) {
        bench.uplink.answer({0, "", "connection refused", std::nullopt});
        const Duration waited = bench.wait();
        CHECK(waited >= wanted / 2);
        CHECK(waited <= wanted * 3 / 2 + Duration{100});
        wanted = std::min<Duration>(wanted * 2, std::chrono::seconds{60});
    }
    CHECK(bench.log.count("connection refused") == 1);
    CHECK(bench.delivery.is_server_away());
    bench.uplink.answer(200);
    CHECK_FALSE(bench.delivery.is_server_away());
    CHECK(bench.log.count("takes reports again") == 1);
}

TEST_CASE("delivery: a report that waited is history, and asks for news afterwards",
          "[agent][delivery]") {
    Bench bench;
    bench.clock.set(entry_of("run-a", 1).created + std::chrono::seconds{30});
    bench.push(1);
    bench.pump();
    CHECK_FALSE(bench.uplink.sent[0].replay);
    bench.uplink.answer(503);
    bench.wait();
    CHECK(bench.uplink.sent[1].replay);
    CHECK(bench.uplink.sent[1].sent_at == bench.clock.now());
    CHECK_FALSE(bench.delivery.take_needs_news());
    bench.uplink.answer(200);
    CHECK(bench.delivery.take_needs_news());
}

TEST_CASE("delivery: the next attempt is known", "[agent][delivery]") {
    Bench bench;
    CHECK_FALSE(bench.delivery.next_attempt().has_value());
    bench.push(1);
    bench.pump();
    CHECK_FALSE(bench.delivery.next_attempt().has_value());
    bench.uplink.answer({503, "", "", std::chrono::seconds{7}});
    REQUIRE(bench.delivery.next_attempt());
    CHECK(is_asked(*bench.delivery.next_attempt() - bench.clock.now(), std::chrono::seconds{7}));
    bench.delivery.hurry();
    bench.pump();
    CHECK(bench.uplink.waits());
}

TEST_CASE("delivery: a report dropped while it was under way takes no other with it",
          "[agent][delivery]") {
    Bench bench;
    bench.push(1);
    bench.pump();
    bench.push(2);
    bench.spool.set({entry_of("run-a", 2).body.size(), 0});
    CHECK(bench.spool.counts().dropped == 1);
    bench.uplink.answer(200);
    CHECK(bench.uplink.sent.back().sequence == 2);
    CHECK_FALSE(bench.spool.empty());
}

TEST_CASE("delivery: reports of an earlier run bring its dictionary", "[agent][delivery]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    {
        Spool before{{}, folder.path(), log};
        before.begin_run("run-a", test::definitions_between);
        before.push(entry_of("run-a", 5));
        before.push(entry_of("run-a", 6));
        before.flush();
    }
    Spool spool{{}, folder.path(), log};
    spool.begin_run("run-b", [](std::uint32_t, std::uint32_t) { return std::vector<SeriesKey>{}; });
    test::FakeUplink uplink;
    const test::ManualClock clock;
    Delivery delivery{spool, uplink, {clock, clock}, log};
    delivery.pump(clock.now());
    CHECK(uplink.sent[0].run_id == "run-a");
    CHECK(uplink.sent[0].definitions == test::two_definitions());
    uplink.answer(200);
    CHECK(uplink.sent[1].definitions.empty());
    uplink.answer(200);
    CHECK(spool.empty());
}

TEST_CASE("delivery: a report whose dictionary is lost is set aside", "[agent][delivery]") {
    Bench bench;
    bench.spool.push(entry_of("run-lost", 1));
    bench.push(2);
    bench.pump();
    CHECK(bench.uplink.sent[0].sequence == 2);
    bench.uplink.answer(200);
    CHECK(bench.spool.counts().refused == 1);
    CHECK(bench.spool.empty());
    CHECK(bench.delivery.take_needs_news());
}
