#include "collectors/proc_socket_table.hpp"

#include <catch2/catch.hpp>

#include "tests/support/manual_clock.hpp"
#include "tests/support/map_host_fs.hpp"

namespace foreshock::collectors {
namespace {

const std::string heading =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
    "inode                                                     \n";
const std::string listening =
    "   0: 0100007F:20E4 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 "
    "128887 1 00000000b1b0d792 100 0 0 10 0                    \n";
const std::string waiting =
    "   3: 0100007F:8172 0500000A:1538 06 00000000:00000000 03:000016C0 00000000     0        0 0 "
    "3 000000005ec3d6b4                                      \n";
const std::string heading6 =
    "  sl  local_address                         remote_address                        st tx_queue "
    "rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const std::string mapped =
    "   0: 0000000000000000FFFF00000100007F:01BB 0000000000000000FFFF00000500000A:9C40 01 "
    "00000010:00000020 00:00000000 00000000     0        0 651 1 00000000cababd8c 20 4 30 10 -1\n";
const std::string any6 =
    "   1: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A "
    "00000000:00000000 00:00000000 00000000     0        0 651 1 00000000cababd8c 100 0 0 10 0\n";

std::vector<TcpSocket> parsed(const std::string& text) {
    std::vector<TcpSocket> sockets;
    REQUIRE_FALSE(parse_proc_net_tcp(text, SocketTable::sockets_max, sockets).value());
    return sockets;
}

TEST_CASE("proc sockets: addresses, state and queues are read", "[collectors][sockets]") {
    const auto sockets = parsed(heading + listening + waiting);
    REQUIRE(sockets.size() == 2);
    CHECK(endpoint_text(sockets[0].local) == "127.0.0.1:8420");
    CHECK(sockets[0].state == TcpState::listening);
    CHECK(sockets[0].receive_queue == 3);
    CHECK(endpoint_text(sockets[1].remote) == "10.0.0.5:5432");
    CHECK(sockets[1].state == TcpState::time_wait);
}

TEST_CASE("proc sockets: IPv6 is read, and IPv4 within it is IPv4", "[collectors][sockets]") {
    const auto sockets = parsed(heading6 + mapped + any6);
    REQUIRE(sockets.size() == 2);
    CHECK(endpoint_text(sockets[0].local) == "127.0.0.1:443");
    CHECK(endpoint_text(sockets[0].remote) == "10.0.0.5:40000");
    CHECK(sockets[0].send_queue == 16);
    CHECK(sockets[0].receive_queue == 32);
    CHECK(endpoint_text(sockets[1].local) == "[::]:22");
}

TEST_CASE("proc sockets: what is no such list is malformed and adds nothing",
          "[collectors][sockets]") {
    for (const std::string& text :
         {std::string{}, listening, heading + listening + "rubbish\n",
          heading + "0: 0100007F 0:0 0A 0:0\n", heading + "0: 0100007F:20E4 00000000:0000 0D 0:0\n",
          heading + "0: 0100007F:20E4 00000000:0000 00 0:0\n",
          heading + "0: 0100007F:20E45 00000000:0000 0A 0:0\n",
          heading + "0: 010000xF:20E4 00000000:0000 0A 0:0\n", heading + "0: 0100007F:20E4 \n"}) {
        INFO(text);
        std::vector<TcpSocket> sockets(1);
        const auto read = parse_proc_net_tcp(text, 10, sockets);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::malformed);
        CHECK(sockets.size() == 1);
    }
}

TEST_CASE("proc sockets: at the bound all are read, one above it says that there were more",
          "[collectors][sockets]") {
    std::vector<TcpSocket> sockets;
    CHECK_FALSE(parse_proc_net_tcp(heading + listening + waiting, 2, sockets).value());
    CHECK(sockets.size() == 2);
    sockets.clear();
    CHECK(parse_proc_net_tcp(heading + listening + waiting, 1, sockets).value());
    CHECK(sockets.size() == 1);
}

TEST_CASE("proc sockets: a round holds both files and lasts ten seconds", "[collectors][sockets]") {
    test::MapHostFs host{{"proc/net/tcp", heading + listening}, {"proc/net/tcp6", heading6 + any6}};
    ProcSocketTable table{host};
    test::ManualClock clock;
    const auto first = table.read(clock.now());
    REQUIRE(first);
    CHECK((*first)->number == 1);
    CHECK((*first)->sockets.size() == 2);
    CHECK_FALSE((*first)->is_cut);
    host.files["proc/net/tcp"] = heading + listening + waiting;
    clock.advance(std::chrono::seconds{9});
    CHECK(table.read(clock.now()).value()->number == 1);
    clock.advance(std::chrono::seconds{1});
    CHECK(table.read(clock.now()).value()->number == 2);
    CHECK(table.read(clock.now()).value()->sockets.size() == 3);
}

TEST_CASE("proc sockets: a host without IPv6 has the others", "[collectors][sockets]") {
    test::MapHostFs host{{"proc/net/tcp", heading + listening}};
    ProcSocketTable table{host};
    test::ManualClock clock;
    CHECK(table.read(clock.now()).value()->sockets.size() == 1);
    CHECK(table.unit_of(5).empty());
}

TEST_CASE("proc sockets: a host without these files has no data", "[collectors][sockets]") {
    const test::MapHostFs host;
    ProcSocketTable table{host};
    test::ManualClock clock;
    const auto read = table.read(clock.now());
    REQUIRE_FALSE(read);
    CHECK(read.error().code == Errc::no_data);
}

}  // namespace
}  // namespace foreshock::collectors
