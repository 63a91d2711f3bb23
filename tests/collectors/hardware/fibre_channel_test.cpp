#include "collectors/hardware/fibre_channel.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/inline_background.hpp"

namespace foreshock::collectors {
namespace {

const std::string host3 = "sys/class/fc_host/host3/";
const std::string port = "{port=\"0x10000090fa942779\"}";

test::MapHostFs host_with_adapter() {
    return {{host3 + "port_name", "0x10000090fa942779\n"},
            {host3 + "port_state", "Online\n"},
            {host3 + "statistics/link_failure_count", "0x2\n"},
            {host3 + "statistics/loss_of_sync_count", "0x5\n"},
            {host3 + "statistics/loss_of_signal_count", "0xffffffffffffffff\n"},
            {host3 + "statistics/invalid_crc_count", "0x1f\n"},
            {host3 + "statistics/invalid_tx_word_count", "0x100\n"}};
}

struct Bench : test::CollectorBench {
    Bench() : CollectorBench{host_with_adapter()} {
        background = &work;
        share_host();
        make("fibre_channel", hardware_catalog());
    }

    std::optional<double> value(const std::string& signal) const {
        return sink.value("fibre_channel." + signal + port);
    }

    /// The next round of statistics.
    void round() {
        REQUIRE(tick(std::chrono::minutes{1}));
        REQUIRE(tick());
    }

    test::InlineBackground work;
};

TEST_CASE("fibre channel: a port is online or not, by its world-wide name",
          "[collectors][fibre_channel]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.value("port.online") == 1);
    for (const char* state : {"Linkdown", "Offline", "Unknown", "Error"}) {
        bench.host.files[host3 + "port_state"] = state;
        REQUIRE(bench.tick());
        CHECK(bench.value("port.online") == 0);
    }
}

TEST_CASE("fibre channel: what a port counts is told as what came anew",
          "[collectors][fibre_channel]") {
    Bench bench;
    bench.round();
    CHECK_FALSE(bench.value("frames.damaged_new_count"));
    bench.host.files[host3 + "statistics/invalid_crc_count"] = "0x22\n";
    bench.host.files[host3 + "statistics/loss_of_sync_count"] = "0x6\n";
    bench.round();
    CHECK(bench.value("frames.damaged_new_count") == 3);
    CHECK(bench.value("link.failures_new_count") == 1);
    CHECK(bench.value("words.invalid_new_count") == 0);
}

TEST_CASE("fibre channel: what an adapter does not count has no series",
          "[collectors][fibre_channel]") {
    Bench bench;
    bench.host.files[host3 + "statistics/invalid_crc_count"] = "0xffffffffffffffff\n";
    bench.host.files.erase(host3 + "statistics/invalid_tx_word_count");
    bench.round();
    bench.round();
    CHECK_FALSE(bench.value("frames.damaged_new_count"));
    CHECK_FALSE(bench.value("words.invalid_new_count"));
    CHECK(bench.value("link.failures_new_count") == 0);
}

TEST_CASE("fibre channel: statistics that hang do not keep the state from being told",
          "[collectors][fibre_channel]") {
    Bench bench;
    bench.work.holds = true;
    for (int minute = 0; minute < 5; ++minute) {
        REQUIRE(bench.tick(std::chrono::minutes{1}));
        CHECK(bench.value("port.online") == 1);
    }
    CHECK(bench.work.held.size() == 1);
}

TEST_CASE("fibre channel: a host without adapter has no data and asks nothing",
          "[collectors][fibre_channel]") {
    Bench bench;
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
    CHECK(bench.work.started == 0);
}

TEST_CASE("fibre channel: ports up to the bound have series", "[collectors][fibre_channel]") {
    Bench bench;
    for (std::size_t i = 10; i < fibre_channel_ports_max + 12; ++i)
        bench.host.files["sys/class/fc_host/host" + std::to_string(i) + "/port_state"] = "Online";
    bench.host.files.erase(host3 + "port_name");
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("fibre_channel.port.online") == fibre_channel_ports_max);
}

}  // namespace
}  // namespace foreshock::collectors
