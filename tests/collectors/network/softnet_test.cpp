#include "collectors/network/softnet.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string row(const std::string& first_three, const std::string& waiting) {
    return first_three +
           " 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 " + waiting +
           " 00000001 00000000 00000000\n";
}

const std::string two_processors =
    row("00000011 00000001 00000002", "00000003") + row("000009aa 00000000 00000001", "00000000");

TEST_CASE("softnet: the processors are summed", "[collectors][softnet]") {
    const auto counters = parse_softnet_stat(two_processors);
    REQUIRE(counters);
    CHECK(counters->processed == 0x11 + 0x9aa);
    CHECK(counters->dropped == 1);
    CHECK(counters->squeezed == 3);
    CHECK(counters->waiting.value() == 3);
}

TEST_CASE("softnet: an older kernel does not tell what waits", "[collectors][softnet]") {
    const auto counters = parse_softnet_stat("00000011 00000001 00000002 00000000 00000000\n");
    REQUIRE(counters);
    CHECK_FALSE(counters->waiting);
}

TEST_CASE("softnet: text that is none is malformed", "[collectors][softnet]") {
    for (const std::string text : {"", "00000011 00000001\n", "x y z\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_softnet_stat(text));
        CHECK(parse_softnet_stat(text).error().code == Errc::malformed);
    }
}

TEST_CASE("softnet: counters become rates", "[collectors][softnet]") {
    test::CollectorBench bench{{{"proc/net/softnet_stat", two_processors}}};
    bench.make("softnet", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("softnet.backlog.waiting_count") == 3.0);
    CHECK(bench.sink.values.size() == 1);
    bench.host.files["proc/net/softnet_stat"] = row("00000025 00000006 00000002", "00000000") +
                                                row("000009aa 00000000 0000000b", "00000000");
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value("softnet.packets.processed_per_second") == 2.0);
    CHECK(bench.sink.value("softnet.packets.dropped_per_second") == 0.5);
    CHECK(bench.sink.value("softnet.budget.squeezes_per_second") == 1.0);
}

TEST_CASE("softnet: a processor that went away gives no rate", "[collectors][softnet]") {
    test::CollectorBench bench{{{"proc/net/softnet_stat", two_processors}}};
    bench.make("softnet", network_catalog());
    REQUIRE(bench.tick());
    bench.host.files["proc/net/softnet_stat"] = row("00000011 00000001 00000002", "00000003");
    REQUIRE(bench.tick());
    CHECK_FALSE(bench.sink.has("softnet.packets.processed_per_second"));
}

TEST_CASE("softnet: a host without it has no data", "[collectors][softnet]") {
    test::CollectorBench bench;
    bench.make("softnet", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
