#include <catch2/catch.hpp>

#include "agent/snapshot/sections.hpp"
#include "tests/support/collector_bench.hpp"
#include "tests/support/stub_sockets.hpp"

namespace foreshock::agent::snapshot {
namespace {

using collectors::TcpSocket;
using collectors::TcpState;
using Rows = std::vector<std::vector<std::string>>;

/// One that listens.
test::MapHostFs host_of_files() {
    return {{"proc/net/tcp",
             "  sl  local_address rem_address   st tx_queue rx_queue\n"
             "   0: 0100007F:20E4 00000000:0000 0A 00000000:00000003\n"}};
}

Rows rows_of(collectors::SocketTable* table) {
    const test::MapHostFs host = host_of_files();
    test::StubSpaceProbe space;
    const FactBook facts;
    const Sources sources{host,        space,   facts, [] { return std::string{}; },
                          {100, 4096}, nullptr, table};
    const Look look{from_unix_ms(0), {}, {}};
    return sockets(Round{sources, {}, look, look, 1}).rows;
}

TEST_CASE("sockets in a snapshot: they are counted as they were in the last round",
          "[agent][snapshot]") {
    TcpSocket listens;
    listens.state = TcpState::listening;
    TcpSocket waits;
    waits.state = TcpState::time_wait;
    test::StubSockets table;
    table.next({waits, listens, waits});
    CHECK(rows_of(&table) == Rows{{"time wait", "2"}, {"listen", "1"}});
}

TEST_CASE("sockets in a snapshot: without a round the kernel's text files are counted",
          "[agent][snapshot]") {
    const Rows in_files{{"listen", "1"}};
    CHECK(rows_of(nullptr) == in_files);
    test::StubSockets table;
    CHECK(rows_of(&table) == in_files);
    table.failure = Error{Errc::refused, "netlink"};
    CHECK(rows_of(&table) == in_files);
}

}  // namespace
}  // namespace foreshock::agent::snapshot
