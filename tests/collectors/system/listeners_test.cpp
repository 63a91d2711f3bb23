#include "collectors/system/listeners.hpp"

#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"
#include "tests/support/stub_sockets.hpp"

namespace foreshock::collectors {
namespace {

const std::string head =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
    "inode                                                     \n";

std::string row(const std::string& local, const std::string& remote, const std::string& state,
                int inode) {
    return "   0: " + local + " " + remote + " " + state +
           " 00000000:00000000 00:00000000 00000000     0        0 " + std::to_string(inode) +
           " 1 00000000b1b0d792 100 0 0 10 0                    \n";
}

const std::string tcp = head + row("0100007F:20E4", "00000000:0000", "0A", 128887) +
                        row("00000000:0016", "00000000:0000", "0A", 128888) +
                        row("0100007F:20E4", "0100007F:9C40", "01", 128890);

TEST_CASE("listeners: sockets in LISTEN are read, connections are not", "[collectors][listeners]") {
    const auto found = parse_listeners(tcp, "tcp");
    REQUIRE(found);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].address == "127.0.0.1");
    CHECK((*found)[0].port == 8420);
    CHECK((*found)[0].inode == 128887);
    CHECK((*found)[0].is_local());
    CHECK((*found)[0].name() == "tcp.127.0.0.1:8420");
    CHECK((*found)[1].name() == "tcp.0.0.0.0:22");
    CHECK_FALSE((*found)[1].is_local());
}

TEST_CASE("listeners: IPv6 addresses are in their usual form", "[collectors][listeners]") {
    CHECK(socket_address("00000000000000000000000000000000") == "::");
    CHECK(socket_address("00000000000000000000000001000000") == "::1");
    CHECK(socket_address("B80D0120000000000000000001000000") == "2001:db8::1");
    CHECK(socket_address("0100007G").empty());
    CHECK(socket_address("01").empty());
    const auto found = parse_listeners(head + row("00000000000000000000000001000000:01BB",
                                                  "00000000000000000000000000000000:0000", "0A", 7),
                                       "tcp6");
    REQUIRE(found->size() == 1);
    CHECK((*found)[0].name() == "tcp6.[::1]:443");
    CHECK((*found)[0].is_local());
}

TEST_CASE("listeners: UDP sockets without a peer wait", "[collectors][listeners]") {
    const auto found = parse_listeners(head + row("00000000:0035", "00000000:0000", "07", 5) +
                                           row("00000000:D431", "08080808:0035", "01", 6),
                                       "udp");
    REQUIRE(found->size() == 1);
    CHECK((*found)[0].port == 53);
}

TEST_CASE("listeners: other text is malformed, a cut last line is left out",
          "[collectors][listeners]") {
    CHECK(parse_listeners("", "tcp").error().code == Errc::malformed);
    CHECK(parse_listeners("hello\n", "tcp").error().code == Errc::malformed);
    CHECK(
        parse_listeners(head + "x\n" + row("0100007F:20E4", "0:0", "0A", 1), "tcp").error().code ==
        Errc::malformed);
    CHECK(parse_listeners(tcp + "   3: 0100007F:20", "tcp")->size() == 2);
    CHECK(parse_listeners(std::string{"local_address\n\0\xff\n", 17}, "tcp")->empty());
}

TEST_CASE("listeners: ports that the kernel hands out are no UDP service",
          "[collectors][listeners]") {
    const test::MapHostFs host{
        {"proc/net/udp", head + row("00000000:0035", "00000000:0000", "07", 5) +
                             row("00000000:D431", "00000000:0000", "07", 6)},
        {"proc/net/tcp", head + row("00000000:D431", "00000000:0000", "0A", 7)},
        {"proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n"}};
    const auto found = read_listeners(host);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].name() == "udp.0.0.0.0:53");
    CHECK((*found)[1].name() == "tcp.0.0.0.0:54321");
}

TEST_CASE("listeners: each address once, lowest ports first, within the bound",
          "[collectors][listeners]") {
    std::string table = head;
    for (std::size_t i = 0; i < listeners_max + 5; ++i) {
        const std::string digits = std::to_string(2000 + i);
        table += row("00000000:" + digits, "00000000:0000", "0A", 9);
        table += row("00000000:" + digits, "00000000:0000", "0A", 10);
    }
    const test::MapHostFs host{{"proc/net/tcp", table}};
    const auto found = read_listeners(host);
    REQUIRE(found->size() == listeners_max);
    CHECK(found->front().port == 0x2000);
    CHECK((*found)[1].port == 0x2001);
}

TEST_CASE("listeners: local sockets that wait have a path", "[collectors][listeners]") {
    const std::string table =
        "Num       RefCount Protocol Flags    Type St Inode Path\n"
        "00000000c3f8e6a1: 00000002 00000000 00010000 0001 01 20480 /run/docker.sock\n"
        "00000000c3f8e6a2: 00000002 00000000 00010000 0001 01 20481 /run/docker.sock\n"
        "00000000c3f8e6a3: 00000002 00000000 00010000 0001 01 20482 @/abstract\n"
        "00000000c3f8e6a4: 00000003 00000000 00000000 0001 03 20483 /run/dbus/socket\n"
        "00000000c3f8e6a5: 00000002 00000000 00010000 0001 01 20484 /run/a.sock\n"
        "00000000c3f8e6a6: 00000003 00000000 00000000 0001 03 20485\n\xff\n\n";
    CHECK(parse_unix_listeners(table) ==
          std::vector<std::string>{"/run/a.sock", "/run/docker.sock"});
    std::string many;
    for (int i = 0; i < 300; ++i)
        many += "0: 2 0 00010000 0001 01 9 /s" + std::to_string(i) + "\n";
    CHECK(parse_unix_listeners(many).size() == listeners_max);
}

TEST_CASE("listeners: a host without the tables has no data", "[collectors][listeners]") {
    CHECK(read_listeners(test::MapHostFs{}).error().code == Errc::no_data);
}

TEST_CASE("socket owners: who holds a socket is found by its open files",
          "[collectors][listeners]") {
    test::MapHostFs host{{"proc/42/comm", "nginx\n"}, {"proc/uptime", "1"}};
    host.links["proc/42/fd/0"] = "/dev/null";
    host.links["proc/42/fd/3"] = "socket:[128887]";
    auto found = *parse_listeners(tcp, "tcp");
    SocketOwners owners;
    owners.name(host, found);
    CHECK(found[0].process == "nginx");
    CHECK(found[1].process.empty());
}

TEST_CASE("socket owners: what is known, or cannot be known, is not searched again",
          "[collectors][listeners]") {
    test::MapHostFs host{{"proc/42/comm", "nginx\n"}};
    host.links["proc/42/fd/3"] = "socket:[128887]";
    auto found = *parse_listeners(tcp, "tcp");
    SocketOwners owners;
    owners.name(host, found);
    host.files.clear();
    host.links.clear();
    auto again = *parse_listeners(tcp, "tcp");
    owners.name(host, again);
    CHECK(again[0].process == "nginx");
    host.files["proc/43/comm"] = "sshd\n";
    host.links["proc/43/fd/3"] = "socket:[128888]";
    owners.name(host, again);
    CHECK(again[1].process.empty());
    again.erase(again.begin() + 1);
    owners.name(host, again);
    auto anew = *parse_listeners(tcp, "tcp");
    owners.name(host, anew);
    CHECK(anew[1].process == "sshd");
}

TEST_CASE("listeners: those of TCP are in the table of sockets", "[collectors][listeners]") {
    SocketRound round;
    round.number = 1;
    TcpSocket four;
    four.local = test::ipv4({127, 0, 0, 1}, 22);
    four.state = TcpState::listening;
    four.inode = 7;
    four.cookie = 5;
    TcpSocket mapped = four;
    mapped.is_ipv6 = true;
    TcpSocket open = four;
    open.state = TcpState::established;
    round.sockets = {four, mapped, open};
    const auto found = tcp_listeners(round);
    REQUIRE(found);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].name() == "tcp.127.0.0.1:22");
    CHECK((*found)[0].inode == 7);
    CHECK((*found)[1].name() == "tcp6.[::ffff:127.0.0.1]:22");
}

TEST_CASE("listeners: a table of sockets that does not tell all is not believed",
          "[collectors][listeners]") {
    SocketRound round;
    CHECK_FALSE(tcp_listeners(round));
    round.number = 1;
    CHECK(tcp_listeners(round)->empty());
    round.has_all_listening = false;
    CHECK_FALSE(tcp_listeners(round));
    round.has_all_listening = true;
    TcpSocket of_text;
    of_text.state = TcpState::listening;
    round.sockets = {of_text};
    CHECK_FALSE(tcp_listeners(round));
}

TEST_CASE("listeners: where those of TCP are known its text is not read",
          "[collectors][listeners]") {
    const test::MapHostFs host{
        {"proc/net/tcp", "not read"},
        {"proc/net/udp", head + row("00000000:0035", "00000000:0000", "07", 5)}};
    const std::vector<Listener> known{{"tcp", "0.0.0.0", 22, 7, {}}};
    const auto found = read_listeners(host, &known);
    REQUIRE(found);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].name() == "tcp.0.0.0.0:22");
    CHECK((*found)[1].name() == "udp.0.0.0.0:53");
    CHECK_FALSE(read_listeners(host));
}

}  // namespace
}  // namespace foreshock::collectors
