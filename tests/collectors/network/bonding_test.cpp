#include "collectors/network/bonding.hpp"

#include <catch2/catch.hpp>

#include "collectors/network/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

std::string member(const std::string& name, const std::string& status, int failures) {
    return "\nSlave Interface: " + name + "\nMII Status: " + status +
           "\nSpeed: 10000 Mbps\nDuplex: full\nLink Failure Count: " + std::to_string(failures) +
           "\nPermanent HW addr: 0c:c4:7a:00:00:01\nSlave queue ID: 0\n";
}

std::string bond(const std::string& status, const std::string& members) {
    return "Ethernet Channel Bonding Driver: v6.1.0-13-amd64\n\n"
           "Bonding Mode: fault-tolerance (active-backup)\nPrimary Slave: None\n"
           "Currently Active Slave: eth0\nMII Status: " +
           status +
           "\nMII Polling Interval (ms): 100\nUp Delay (ms): 0\nDown Delay (ms): 0\n"
           "Peer Notification Delay (ms): 0\n" +
           members;
}

TEST_CASE("bonding: the bond and each of its members are read", "[collectors][bonding]") {
    const auto reading =
        parse_bonding(bond("up", member("eth0", "up", 0) + member("eth1", "down", 3)));
    REQUIRE(reading);
    CHECK(reading->up);
    REQUIRE(reading->members.size() == 2);
    CHECK(reading->members[0].name == "eth0");
    CHECK(reading->members[0].up);
    CHECK_FALSE(reading->members[1].up);
    CHECK(reading->members[1].link_failures == 3);
}

TEST_CASE("bonding: a bond may have no members", "[collectors][bonding]") {
    const auto reading = parse_bonding(bond("down", ""));
    REQUIRE(reading);
    CHECK_FALSE(reading->up);
    CHECK(reading->members.empty());
}

TEST_CASE("bonding: without a status it is malformed", "[collectors][bonding]") {
    for (const std::string& text :
         {std::string{}, std::string{"rubbish\n"}, std::string{"Slave Interface: eth0\n"},
          bond("up", "Slave Interface: eth0\n"),
          bond("up", "Slave Interface: eth0\n" + member("eth1", "up", 0))}) {
        INFO(text);
        REQUIRE_FALSE(parse_bonding(text));
        CHECK(parse_bonding(text).error().code == Errc::malformed);
    }
}

TEST_CASE("bonding: at the bound all members are read, one above it is not",
          "[collectors][bonding]") {
    std::string members;
    for (std::size_t i = 0; i <= bond_members_max; ++i)
        members += member("eth" + std::to_string(i), "up", 0);
    CHECK(parse_bonding(bond("up", members))->members.size() == bond_members_max);
}

TEST_CASE("bonding: a member that is down is missing redundancy", "[collectors][bonding]") {
    const std::string file = "proc/net/bonding/bond0";
    test::CollectorBench bench{
        {{file, bond("up", member("eth0", "up", 0) + member("eth1", "up", 1))}}};
    bench.make("bonding", network_catalog());
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("bonding.members.up_count{bond=\"bond0\"}") == 2.0);
    CHECK(bench.sink.value("bonding.members.lost_count{bond=\"bond0\"}") == 0.0);
    bench.host.files[file] = bond("up", member("eth0", "up", 0) + member("eth1", "down", 2));
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("bonding.members.up_count{bond=\"bond0\"}") == 1.0);
    CHECK(bench.sink.value("bonding.members.configured_count{bond=\"bond0\"}") == 2.0);
    CHECK(bench.sink.value("bonding.members.lost_count{bond=\"bond0\"}") == 1.0);
    CHECK(bench.sink.value("bonding.members.failures_count{bond=\"bond0\"}") == 1.0);
    CHECK(bench.sink.value("bonding.link.up{bond=\"bond0\"}") == 1.0);
}

TEST_CASE("bonding: a broken file of one bond is told and the others are still sampled",
          "[collectors][bonding]") {
    test::CollectorBench bench{
        {{"proc/net/bonding/bond0", "rubbish"}, {"proc/net/bonding/bond1", bond("up", "")}}};
    bench.make("bonding", network_catalog());
    CHECK(bench.tick().error().code == Errc::malformed);
    CHECK(bench.sink.has("bonding.link.up{bond=\"bond1\"}"));
}

TEST_CASE("bonding: a host without bonds has no data", "[collectors][bonding]") {
    test::CollectorBench bench;
    bench.make("bonding", network_catalog());
    CHECK(bench.tick().error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
