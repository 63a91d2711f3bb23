#include "collectors/checks/statsd.hpp"

#include "loopback.hpp"
#include <catch2/catch.hpp>

#include "collectors/checks/catalog.hpp"
#include "collectors/checks/statsd_metrics.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Bench {
    Bench() {
        bench.watch.statsd.port = test::free_port(SOCK_DGRAM);
        bench.make("statsd", checks_catalog());
        REQUIRE(bench.tick());
    }

    void send(const std::string& datagram) const {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(bench.watch.statsd.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const ssize_t sent = ::sendto(socket.get(), datagram.data(), datagram.size(), 0,
                                      reinterpret_cast<const sockaddr*>(&address), sizeof address);
        REQUIRE(sent == static_cast<ssize_t>(datagram.size()));
    }

    test::CollectorBench bench;
    UniqueFd socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

/// Metrics with the sink that they tell: ticks of one second.
struct Metrics {
    const test::RecordingSink& tick(std::initializer_list<const char*> lines) {
        for (const char* text : lines) {
            const auto line = parse_statsd_line(text);
            REQUIRE(line);
            CHECK(metrics.take(*line, now));
        }
        sink.clear();
        metrics.flush(now, 1, sink);
        return sink;
    }

    TimePoint now = from_unix_ms(1'790'000'000'000);
    StatsdMetrics metrics;
    test::RecordingSink sink;
};

TEST_CASE("statsd: lines of a datagram are taken, and garbage is counted", "[collectors][statsd]") {
    Bench bench;
    bench.send("shop.orders:1|c\nshop.orders:2|c\nnonsense\n\nshop.load:0.5|g");
    bench.send("\xff\x00\x01");
    REQUIRE(bench.bench.tick(seconds{2}));
    const auto& sink = bench.bench.sink;
    CHECK(sink.value(R"(statsd.counter.per_second{metric="shop.orders"})") == 1.5);
    CHECK(sink.value(R"(statsd.gauge.value_count{metric="shop.load"})") == 0.5);
    CHECK(sink.value("statsd.listener.lines_per_second") == 1.5);
    CHECK(sink.value("statsd.listener.malformed_count") == 2.0);
    CHECK(sink.value("statsd.listener.refused_count") == 0.0);
    CHECK(sink.value("statsd.listener.names_used_count") == 2.0);
    CHECK(sink.value("statsd.listener.names_limit_count") == 256.0);
    REQUIRE(bench.bench.tick());
    CHECK(sink.value(R"(statsd.counter.per_second{metric="shop.orders"})") == 0.0);
    CHECK(sink.value(R"(statsd.gauge.value_count{metric="shop.load"})") == 0.5);
}

TEST_CASE("statsd: a port that somebody else has is told", "[collectors][statsd]") {
    const auto [taken, port] = test::bound_socket(SOCK_DGRAM);
    test::CollectorBench bench;
    bench.watch.statsd.port = port;
    bench.make("statsd", checks_catalog());
    const auto collected = bench.tick();
    REQUIRE_FALSE(collected);
    CHECK(collected.error().code == Errc::unavailable);
    CHECK_THAT(collected.error().what, Catch::Contains(std::to_string(port)));
}

TEST_CASE("statsd: sampled counters are scaled up", "[collectors][statsd]") {
    Metrics metrics;
    const auto& sink = metrics.tick({"a:1|c|@0.1", "a:1|c"});
    CHECK(*sink.value(R"(statsd.counter.per_second{metric="a"})") == Approx(11));
}

TEST_CASE("statsd: gauges are set and moved", "[collectors][statsd]") {
    Metrics metrics;
    CHECK(metrics.tick({"g:10|g", "g:+5|g", "g:-3|g"})
              .value(R"(statsd.gauge.value_count{metric="g"})") == 12.0);
    CHECK(metrics.tick({"g:1|g"}).value(R"(statsd.gauge.value_count{metric="g"})") == 1.0);
}

TEST_CASE("statsd: timers give their rate, mean and longest", "[collectors][statsd]") {
    Metrics metrics;
    const auto& sink = metrics.tick({"t:100|ms", "t:300|ms"});
    CHECK(sink.value(R"(statsd.timer.per_second{metric="t"})") == 2.0);
    CHECK(sink.value(R"(statsd.timer.mean_seconds{metric="t"})") == 0.2);
    CHECK(sink.value(R"(statsd.timer.max_seconds{metric="t"})") == 0.3);
    const auto& silent = metrics.tick({});
    CHECK(silent.value(R"(statsd.timer.per_second{metric="t"})") == 0.0);
    CHECK_FALSE(silent.has(R"(statsd.timer.mean_seconds{metric="t"})"));
}

TEST_CASE("statsd: sets count distinct members of a tick", "[collectors][statsd]") {
    Metrics metrics;
    CHECK(metrics.tick({"s:a|s", "s:b|s", "s:a|s"})
              .value(R"(statsd.set.distinct_count{metric="s"})") == 2.0);
    CHECK(metrics.tick({}).value(R"(statsd.set.distinct_count{metric="s"})") == 0.0);
}

TEST_CASE("statsd: members of a set have a bound", "[collectors][statsd]") {
    Metrics metrics;
    const TimePoint now = from_unix_ms(0);
    for (std::size_t i = 0; i <= StatsdMetrics::members_max; ++i) {
        const std::string text = "s:" + std::to_string(i) + "|s";
        CHECK(metrics.metrics.take(*parse_statsd_line(text), now));
    }
    CHECK(metrics.tick({}).value(R"(statsd.set.distinct_count{metric="s"})") ==
          static_cast<double>(StatsdMetrics::members_max));
}

TEST_CASE("statsd: names have a bound, and idle ones make room", "[collectors][statsd]") {
    StatsdMetrics metrics;
    const TimePoint start = from_unix_ms(1'790'000'000'000);
    for (std::size_t i = 0; i < StatsdMetrics::names_max; ++i) {
        CHECK(metrics.take(*parse_statsd_line("n" + std::to_string(i) + ":1|c"), start));
    }
    CHECK_FALSE(metrics.take(*parse_statsd_line("more:1|c"), start));
    CHECK(metrics.take(*parse_statsd_line("n0:1|c"), start + minutes{5}));
    test::RecordingSink sink;
    metrics.flush(start + minutes{10}, 1, sink);
    CHECK(metrics.size() == 1);
    CHECK(metrics.take(*parse_statsd_line("more:1|c"), start + minutes{10}));
}

TEST_CASE("statsd: one name may be of several types", "[collectors][statsd]") {
    Metrics metrics;
    const auto& sink = metrics.tick({"x:1|c", "x:2|g"});
    CHECK(metrics.metrics.size() == 2);
    CHECK(sink.value(R"(statsd.gauge.value_count{metric="x"})") == 2.0);
    CHECK(sink.value(R"(statsd.counter.per_second{metric="x"})") == 1.0);
}

}  // namespace
}  // namespace foreshock::collectors
