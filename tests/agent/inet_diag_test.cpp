#include "agent/inet_diag.hpp"

#include <cerrno>
#include <cstring>

#include <catch2/catch.hpp>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>

using namespace foreshock;
using namespace foreshock::agent;
using collectors::TcpSocket;
using collectors::TcpState;

namespace {

constexpr std::uint32_t sequence = 7;

template <class Struct>
std::string bytes_of(const Struct& value) {
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string message(std::uint16_t type, const std::string& payload,
                    std::uint32_t number = sequence) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<__u32>(sizeof header + payload.size());
    header.nlmsg_type = type;
    header.nlmsg_seq = number;
    std::string text = bytes_of(header) + payload;
    text.resize(NLMSG_ALIGN(text.size()));
    return text;
}

std::string attribute(std::uint16_t type, const std::string& value) {
    rtattr head{};
    head.rta_len = static_cast<unsigned short>(sizeof head + value.size());
    head.rta_type = type;
    std::string text = bytes_of(head) + value;
    text.resize(RTA_ALIGN(text.size()));
    return text;
}

inet_diag_msg listener() {
    inet_diag_msg socket{};
    socket.idiag_family = AF_INET;
    socket.idiag_state = 10;
    socket.id.idiag_sport = htons(8420);
    socket.id.idiag_src[0] = htonl(0x7F000001);
    socket.id.idiag_cookie[0] = 5;
    socket.id.idiag_cookie[1] = 1;
    socket.idiag_rqueue = 3;
    socket.idiag_wqueue = 128;
    socket.idiag_inode = 4711;
    return socket;
}

std::string end(int code = 0) {
    return message(NLMSG_DONE, bytes_of(code));
}

Errc refusal(int code) {
    std::vector<TcpSocket> sockets;
    return parse_inet_diag(message(NLMSG_ERROR, bytes_of(code)), sequence, sockets).error().code;
}

}  // namespace

TEST_CASE("inet diag: a listening socket is read with its queue", "[agent][sockets]") {
    std::vector<TcpSocket> sockets;
    const auto progress =
        parse_inet_diag(message(SOCK_DIAG_BY_FAMILY, bytes_of(listener())), sequence, sockets);
    REQUIRE(progress);
    CHECK(*progress == DiagProgress::more);
    REQUIRE(sockets.size() == 1);
    CHECK(endpoint_text(sockets[0].local) == "127.0.0.1:8420");
    CHECK(sockets[0].state == TcpState::listening);
    CHECK(sockets[0].receive_queue == 3);
    CHECK(sockets[0].send_queue == 128);
    CHECK(sockets[0].cookie == 0x100000005);
    CHECK(sockets[0].inode == 4711);
    CHECK_FALSE(sockets[0].is_ipv6);
    CHECK_FALSE(sockets[0].path);
}

TEST_CASE("inet diag: attributes tell the cgroup and how packets fare", "[agent][sockets]") {
    inet_diag_msg open = listener();
    open.idiag_family = AF_INET6;
    open.idiag_state = 1;
    tcp_info info{};
    info.tcpi_rtt = 2500;
    info.tcpi_segs_out = 100;
    info.tcpi_total_retrans = 4;
    const std::uint64_t cgroup = 77;
    const std::string payload = bytes_of(open) + attribute(INET_DIAG_SHUTDOWN, "x") +
                                attribute(INET_DIAG_INFO, bytes_of(info)) +
                                attribute(INET_DIAG_CGROUP_ID, bytes_of(cgroup));
    std::vector<TcpSocket> sockets;
    REQUIRE(parse_inet_diag(message(SOCK_DIAG_BY_FAMILY, payload), sequence, sockets));
    CHECK(sockets[0].cgroup_id == 77);
    CHECK(sockets[0].is_ipv6);
    REQUIRE(sockets[0].path);
    CHECK(sockets[0].path->round_trip_seconds == Approx(0.0025));
    CHECK(sockets[0].path->segments_sent == 100);
    CHECK(sockets[0].path->segments_sent_again == 4);
}

TEST_CASE("inet diag: only established connections have a path", "[agent][sockets]") {
    inet_diag_msg closing = listener();
    closing.idiag_state = 8;
    const std::string payload = bytes_of(closing) + attribute(INET_DIAG_INFO, bytes_of(tcp_info{}));
    std::vector<TcpSocket> sockets;
    REQUIRE(parse_inet_diag(message(SOCK_DIAG_BY_FAMILY, payload), sequence, sockets));
    CHECK_FALSE(sockets[0].path);
}

TEST_CASE("inet diag: the shorter answer of an older kernel has no path", "[agent][sockets]") {
    inet_diag_msg open = listener();
    open.idiag_state = 1;
    const std::string payload = bytes_of(open) + attribute(INET_DIAG_INFO, std::string(100, '\0'));
    std::vector<TcpSocket> sockets;
    REQUIRE(parse_inet_diag(message(SOCK_DIAG_BY_FAMILY, payload), sequence, sockets));
    CHECK_FALSE(sockets[0].path);
}

TEST_CASE("inet diag: several messages come in one buffer, the last says that it is done",
          "[agent][sockets]") {
    const std::string socket = message(SOCK_DIAG_BY_FAMILY, bytes_of(listener()));
    std::vector<TcpSocket> sockets;
    CHECK(parse_inet_diag(socket + socket + end(), sequence, sockets).value() ==
          DiagProgress::done);
    CHECK(sockets.size() == 2);
}

TEST_CASE("inet diag: answers to an earlier question are passed over", "[agent][sockets]") {
    const int fine = 0;
    std::vector<TcpSocket> sockets;
    const auto progress =
        parse_inet_diag(message(SOCK_DIAG_BY_FAMILY, bytes_of(listener()), sequence - 1) +
                            message(NLMSG_DONE, bytes_of(fine), sequence - 1),
                        sequence, sockets);
    CHECK(progress.value() == DiagProgress::more);
    CHECK(sockets.empty());
}

TEST_CASE("inet diag: a kernel that cannot or will not answer is told apart", "[agent][sockets]") {
    CHECK(refusal(-ENOENT) == Errc::no_data);
    CHECK(refusal(-EPERM) == Errc::refused);
    CHECK(refusal(-ENOMEM) == Errc::unreadable);
}

TEST_CASE("inet diag: a message that is cut anywhere is malformed or adds nothing",
          "[agent][sockets]") {
    const std::uint64_t cgroup = 77;
    const std::string whole =
        message(SOCK_DIAG_BY_FAMILY,
                bytes_of(listener()) + attribute(INET_DIAG_CGROUP_ID, bytes_of(cgroup)));
    for (std::size_t length = 1; length < whole.size(); ++length) {
        std::vector<TcpSocket> sockets;
        INFO(length);
        const auto progress = parse_inet_diag(whole.substr(0, length), sequence, sockets);
        REQUIRE_FALSE(progress);
        CHECK(progress.error().code == Errc::malformed);
        CHECK(sockets.empty());
    }
}

TEST_CASE("inet diag: lengths that lie are not followed", "[agent][sockets]") {
    std::string text = message(SOCK_DIAG_BY_FAMILY, bytes_of(listener()));
    for (const std::uint32_t length : {0U, 15U, 0xFFFFFFFFU}) {
        std::memcpy(text.data(), &length, sizeof length);
        std::vector<TcpSocket> sockets;
        CHECK(parse_inet_diag(text, sequence, sockets).error().code == Errc::malformed);
    }
}

TEST_CASE("inet diag: what is no TCP socket is malformed", "[agent][sockets]") {
    inet_diag_msg odd = listener();
    odd.idiag_state = 99;
    std::vector<TcpSocket> sockets;
    CHECK_FALSE(parse_inet_diag(message(SOCK_DIAG_BY_FAMILY, bytes_of(odd)), sequence, sockets));
    odd = listener();
    odd.idiag_family = AF_UNIX;
    CHECK_FALSE(parse_inet_diag(message(SOCK_DIAG_BY_FAMILY, bytes_of(odd)), sequence, sockets));
}

TEST_CASE("inet diag: the question may be for some states only", "[agent][sockets]") {
    const auto states = [](AskedSockets asked) {
        const std::vector<char> request = write_inet_diag(sequence, asked);
        inet_diag_req question{};
        std::memcpy(&question, request.data() + sizeof(nlmsghdr), sizeof question);
        return question.idiag_states;
    };
    const auto bit = [](TcpState state) { return 1U << static_cast<unsigned>(state); };
    const std::uint32_t without_time_wait = states(AskedSockets::all_but_time_wait);
    CHECK(states(AskedSockets::all) == (without_time_wait | bit(TcpState::time_wait)));
    CHECK((without_time_wait & bit(TcpState::time_wait)) == 0);
    CHECK((without_time_wait & bit(TcpState::listening)) != 0);
    CHECK(states(AskedSockets::listening) == bit(TcpState::listening));
}
