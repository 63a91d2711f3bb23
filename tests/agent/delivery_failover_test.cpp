#include "fake_uplink.hpp"
#include "recording_log.hpp"
#include "spool_entries.hpp"
#include <catch2/catch.hpp>

#include "agent/delivery.hpp"
#include "tests/support/manual_clock.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using std::chrono::seconds;
using test::entry_of;

namespace {

/// Two servers, and a report at a time.
struct Bench {
    test::RecordingLog log;
    Spool spool{{}, "", log};
    test::FakeUplink uplink;
    test::ManualClock clock;
    Delivery delivery{spool, uplink, {clock, clock}, log};
    std::uint64_t sequence = 0;

    Bench() {
        spool.begin_run("run-a", test::definitions_between);
        DeliverySettings settings;
        settings.servers = {"https://a", "https://b"};
        delivery.set(settings);
    }

    void push(bool has_symptoms = false) {
        SpoolEntry entry = entry_of("run-a", ++sequence, has_symptoms);
        entry.created = clock.now();
        spool.push(std::move(entry));
    }

    /// Steps on until a request is under way; says to whom.
    std::size_t next_server() {
        for (int step = 0; step < 1000 && !uplink.waits(); ++step) {
            clock.advance(Duration{100});
            delivery.pump(clock.now());
        }
        REQUIRE(uplink.waits());
        return uplink.servers.back();
    }

    /// The first does not answer, the second does.
    void move_to_second() {
        push();
        REQUIRE(next_server() == 0);
        uplink.answer({0, "", "no connection", std::nullopt});
        REQUIRE(next_server() == 1);
        uplink.answer(200);
    }
};

}  // namespace

TEST_CASE("failover: the next server is tried soon, with all definitions", "[agent][delivery]") {
    Bench bench;
    bench.push();
    REQUIRE(bench.next_server() == 0);
    const TimePoint failed = bench.clock.now();
    bench.uplink.answer({0, "", "no connection", std::nullopt});
    CHECK(bench.log.count("https://a: no connection; tries https://b next") == 1);
    REQUIRE(bench.next_server() == 1);
    CHECK(bench.clock.now() - failed <= seconds{2});
    CHECK(bench.uplink.sent.back().sequence == 1);
    CHECK(bench.uplink.sent.back().definitions == test::two_definitions());
    bench.uplink.answer(200);
    CHECK(bench.spool.empty());
    CHECK(bench.delivery.taken_by() == "https://b");
    CHECK_FALSE(bench.delivery.is_at_first_server());
    bench.push();
    CHECK(bench.next_server() == 1);
    CHECK(bench.uplink.sent.back().definitions.empty());
}

TEST_CASE("failover: a server that fails within is left, one that is busy is waited for",
          "[agent][delivery]") {
    const auto [status, server] =
        GENERATE(table<int, std::size_t>({{500, 1}, {502, 1}, {503, 1}, {429, 0}, {404, 0}}));
    CAPTURE(status);
    Bench bench;
    bench.push();
    REQUIRE(bench.next_server() == 0);
    bench.uplink.answer(status);
    CHECK(bench.next_server() == server);
}

TEST_CASE("failover: waits grow by rounds over all servers", "[agent][delivery]") {
    Bench bench;
    bench.push();
    std::vector<double> waits;
    for (int attempt = 0; attempt < 6; ++attempt) {
        const TimePoint before = bench.clock.now();
        CHECK(bench.next_server() == static_cast<std::size_t>(attempt % 2));
        waits.push_back(to_seconds(bench.clock.now() - before));
        bench.uplink.answer({0, "", "no connection", std::nullopt});
    }
    CHECK(waits[2] < 1.7);
    CHECK(waits[4] < 3.2);
    CHECK(waits[5] > 1.8);
    CHECK(bench.log.count("no connection") == 2);
    CHECK(bench.delivery.away_for(bench.clock.now()) > seconds{4});
}

TEST_CASE("failover: a token that one server refuses is tried on the other", "[agent][delivery]") {
    Bench bench;
    bench.push();
    REQUIRE(bench.next_server() == 0);
    bench.uplink.answer(401);
    const TimePoint before = bench.clock.now();
    CHECK(bench.next_server() == 1);
    CHECK(bench.clock.now() - before < seconds{2});
    bench.uplink.answer(401);
    CHECK(bench.next_server() == 0);
    CHECK(bench.clock.now() - before > seconds{20});
}

TEST_CASE("failover: the first is probed with samples, never with symptoms", "[agent][delivery]") {
    Bench bench;
    bench.move_to_second();
    bench.clock.advance(ServerChoice::probe_every);
    bench.push(true);
    CHECK(bench.next_server() == 1);
    bench.uplink.answer(200);
    bench.push();
    CHECK(bench.next_server() == 0);
}

TEST_CASE("failover: a probe that fails costs no wait and the report goes on",
          "[agent][delivery]") {
    Bench bench;
    bench.move_to_second();
    bench.clock.advance(ServerChoice::probe_every);
    bench.push();
    REQUIRE(bench.next_server() == 0);
    bench.uplink.answer({0, "", "no connection", std::nullopt});
    REQUIRE(bench.uplink.waits());
    CHECK(bench.uplink.servers.back() == 1);
    CHECK(bench.uplink.sent.back().sequence == 2);
    CHECK_FALSE(bench.delivery.is_server_away());
    bench.uplink.answer(200);
    CHECK(bench.spool.empty());
}

TEST_CASE("failover: the first takes over again when it has been well for a while",
          "[agent][delivery]") {
    Bench bench;
    bench.move_to_second();
    std::vector<std::size_t> servers;
    for (int report = 0; report < 14; ++report) {
        bench.clock.advance(seconds{10});
        bench.push();
        servers.push_back(bench.next_server());
        bench.uplink.answer(200);
    }
    const auto probes = std::count(servers.begin(), servers.begin() + 8, 0U);
    CHECK(probes == 2);
    CHECK(std::vector<std::size_t>(servers.end() - 4, servers.end()) ==
          std::vector<std::size_t>{0, 0, 0, 0});
    CHECK(bench.delivery.is_at_first_server());
    CHECK(bench.log.count("https://a is well again") == 1);
}

TEST_CASE("failover: other servers after a reload are asked from the first on",
          "[agent][delivery]") {
    Bench bench;
    bench.move_to_second();
    DeliverySettings settings;
    settings.servers = {"https://c"};
    bench.delivery.set(settings);
    CHECK(bench.delivery.server() == "https://c");
    bench.push();
    CHECK(bench.next_server() == 0);
    CHECK(bench.uplink.sent.back().definitions == test::two_definitions());
}

TEST_CASE("drain: what waited leaves paced, what is new does not wait for it",
          "[agent][delivery]") {
    Bench bench;
    for (int report = 0; report < 20; ++report)
        bench.push();
    bench.clock.advance(std::chrono::minutes{5});
    REQUIRE(bench.next_server() == 0);
    CHECK(bench.uplink.sent.back().replay);
    const TimePoint before = bench.clock.now();
    for (int report = 1; report < 11; ++report) {
        bench.uplink.answer(200);
        CHECK_FALSE(bench.uplink.waits());
        CHECK(bench.delivery.next_attempt() == bench.clock.now() + Duration{100});
        bench.next_server();
    }
    CHECK(bench.clock.now() - before == seconds{1});
    bench.spool.continue_as("run-b");
    SpoolEntry fresh = entry_of("run-b", 1);
    fresh.created = bench.clock.now();
    bench.spool.push(std::move(fresh));
    bench.uplink.answer(200);
    REQUIRE(bench.uplink.waits());
    CHECK(bench.uplink.sent.back().run_id == "run-b");
    CHECK_FALSE(bench.uplink.sent.back().replay);
    bench.uplink.answer(200);
    bench.next_server();
    CHECK(bench.uplink.sent.back().sequence == 12);
    CHECK(bench.uplink.sent.back().replay);
}

TEST_CASE("drain: large reports leave at the rate of bytes", "[agent][delivery]") {
    Bench bench;
    DeliverySettings settings;
    settings.drain_bytes_per_second = 1000;
    bench.delivery.set(settings);
    for (int report = 1; report <= 2; ++report) {
        bench.spool.push(entry_of("run-a", static_cast<std::uint64_t>(report), false, 5000));
    }
    bench.clock.advance(std::chrono::minutes{5});
    bench.next_server();
    bench.uplink.answer(200);
    const TimePoint before = bench.clock.now();
    bench.next_server();
    CHECK(bench.clock.now() - before > seconds{3});
}
