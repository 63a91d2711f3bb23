#include "collectors/hardware/iscsi.hpp"

#include <catch2/catch.hpp>

#include "collectors/hardware/catalog.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::collectors {
namespace {

const std::string session1 = "sys/class/iscsi_session/session1/";
const std::string connection1 = "sys/class/iscsi_connection/connection1:0/";
const std::string series =
    "iscsi.session.logged_in{portal=\"10.0.0.5:3260\",target=\"iqn.2003-01.org.example:disk1\"}";

test::MapHostFs host_with_session() {
    return {{session1 + "state", "LOGGED_IN\n"},
            {session1 + "targetname", "iqn.2003-01.org.example:disk1\n"},
            {connection1 + "persistent_address", "10.0.0.5\n"},
            {connection1 + "persistent_port", "3260\n"}};
}

struct Bench : test::CollectorBench {
    Bench() : CollectorBench{host_with_session()} { make("iscsi", hardware_catalog()); }
};

TEST_CASE("iscsi: a session is logged in or not, by target and portal", "[collectors][iscsi]") {
    Bench bench;
    REQUIRE(bench.tick());
    CHECK(bench.sink.value(series) == 1);
    for (const char* state : {"FAILED\n", "FREE\n", "(null)\n"}) {
        bench.host.files[session1 + "state"] = state;
        REQUIRE(bench.tick());
        CHECK(bench.sink.value(series) == 0);
    }
}

TEST_CASE("iscsi: a session that may not be read by name has its own", "[collectors][iscsi]") {
    Bench bench;
    bench.host.unreadable = {session1 + "targetname", connection1 + "persistent_address"};
    REQUIRE(bench.tick());
    CHECK(bench.sink.value("iscsi.session.logged_in{portal=\"session1\",target=\"session1\"}") ==
          1);
}

TEST_CASE("iscsi: a host without sessions has no data", "[collectors][iscsi]") {
    Bench bench;
    bench.host.files.erase(session1 + "state");
    CHECK(bench.tick().error().code == Errc::no_data);
    bench.host.files.clear();
    CHECK(bench.tick().error().code == Errc::no_data);
}

TEST_CASE("iscsi: sessions up to the bound have series", "[collectors][iscsi]") {
    Bench bench;
    for (std::size_t i = 2; i < iscsi_sessions_max + 3; ++i)
        bench.host.files["sys/class/iscsi_session/session" + std::to_string(i) + "/state"] = "FREE";
    REQUIRE(bench.tick());
    CHECK(bench.sink.count("iscsi.session.logged_in") == iscsi_sessions_max);
}

}  // namespace
}  // namespace foreshock::collectors
