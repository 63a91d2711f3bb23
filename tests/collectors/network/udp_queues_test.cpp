#include "collectors/network/udp_queues.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string heading =
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
    "inode ref pointer drops            \n";

std::string socket(const std::string& port, const std::string& waiting, int drops) {
    return " 1543: 00000000:" + port + " 00000000:0000 07 00000000:" + waiting +
           " 00:00000000 00000000     0        0 1234 2 00000000b1b0d792 " + std::to_string(drops) +
           "          \n";
}

const std::string syslog = "udp.queue.waiting_bytes{address=\"0.0.0.0:514\"}";

TEST_CASE("udp queues: address, queue and drops are read", "[collectors][udp_queues]") {
    std::vector<UdpQueue> queues;
    REQUIRE(parse_proc_net_udp(heading + socket("0202", "00003000", 7), queues));
    REQUIRE(queues.size() == 1);
    CHECK(endpoint_text(queues[0].at) == "0.0.0.0:514");
    CHECK(queues[0].waiting_bytes == 0x3000);
    CHECK(queues[0].drops == 7);
}

TEST_CASE("udp queues: text that is none is malformed", "[collectors][udp_queues]") {
    std::vector<UdpQueue> queues;
    for (const std::string& text :
         {std::string{}, socket("0202", "00003000", 7), heading + "rubbish\n",
          heading + " 1: 00000000:0202 00000000:0000 07 00000000:00000000 x\n"}) {
        INFO(text);
        CHECK(parse_proc_net_udp(text, queues).error().code == Errc::malformed);
    }
}

TEST_CASE("udp queues: only addresses where something waits or is dropped are told",
          "[collectors][udp_queues]") {
    test::CollectorBench bench{{{"proc/net/udp", heading + socket("0202", "00003000", 0) +
                                                     socket("0035", "00000000", 0)}}};
    bench.make("udp_queues", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(syslog) == 12288.0);
    CHECK(bench.sink.values.size() == 1);
    bench.host.files["proc/net/udp"] =
        heading + socket("0202", "00000000", 20) + socket("0035", "00000000", 0);
    REQUIRE(bench.tick(std::chrono::seconds{10}));
    CHECK(bench.sink.value(syslog) == 0.0);
    CHECK(bench.sink.value("udp.queue.drops_per_second{address=\"0.0.0.0:514\"}") == 2.0);
}

TEST_CASE("udp queues: sockets at one address are one", "[collectors][udp_queues]") {
    test::CollectorBench bench{{{"proc/net/udp", heading + socket("0202", "00003000", 1) +
                                                     socket("0202", "00001000", 2)}}};
    bench.make("udp_queues", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(syslog) == 16384.0);
    CHECK(bench.sink.doubled == 0);
}

TEST_CASE("udp queues: at the bound all are told, one above it is not",
          "[collectors][udp_queues]") {
    std::string text = heading;
    for (std::size_t i = 0; i <= udp_queues_max; ++i)
        text += socket("10" + std::to_string(10 + i), "00002000", static_cast<int>(i + 1));
    test::CollectorBench bench{{{"proc/net/udp", text}}};
    bench.make("udp_queues", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("udp.queue.waiting_bytes") == udp_queues_max);
}

TEST_CASE("udp queues: a host without these files has no data", "[collectors][udp_queues]") {
    test::CollectorBench bench;
    bench.make("udp_queues", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
