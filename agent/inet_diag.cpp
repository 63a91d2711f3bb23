#include "agent/inet_diag.hpp"

#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>

#include "collectors/netlink_message.hpp"

namespace foreshock::agent {
namespace {

using collectors::behind;
using collectors::copy_out;
using collectors::Endpoint;
using collectors::NetlinkAttribute;
using collectors::NetlinkMessage;
using collectors::read_outcome;
using collectors::take_attribute;
using collectors::take_message;
using collectors::TcpPath;
using collectors::TcpSocket;
using collectors::TcpState;

constexpr double microseconds_per_second = 1e6;
constexpr auto last_state = static_cast<std::uint8_t>(TcpState::new_syn_received);

constexpr std::uint32_t bit_of(TcpState state) {
    return 1U << static_cast<unsigned>(state);
}

constexpr std::uint32_t all_states = ((2U << last_state) - 2) & ~bit_of(TcpState::closed);

constexpr std::uint32_t states_of(AskedSockets asked) {
    if (asked == AskedSockets::listening) return bit_of(TcpState::listening);
    return asked == AskedSockets::all ? all_states : all_states & ~bit_of(TcpState::time_wait);
}

struct Request {
    nlmsghdr header;
    inet_diag_req question;
};

Endpoint to_endpoint(int family, const __be32 (&address)[4], __be16 port) {
    Endpoint endpoint;
    const bool four = family == AF_INET;
    if (four) endpoint.address[10] = endpoint.address[11] = 0xFF;
    std::memcpy(endpoint.address.data() + (four ? 12 : 0), address, four ? 4 : 16);
    endpoint.port = ntohs(port);
    return endpoint;
}

/// An older kernel's structure is shorter: what we want of it may lie behind its end.
std::optional<TcpPath> to_path(std::string_view bytes) {
    std::uint32_t round_trip_us = 0;
    TcpPath path;
    const bool whole =
        copy_out(bytes, offsetof(tcp_info, tcpi_rtt), round_trip_us) &&
        copy_out(bytes, offsetof(tcp_info, tcpi_total_retrans), path.segments_sent_again) &&
        copy_out(bytes, offsetof(tcp_info, tcpi_segs_out), path.segments_sent);
    if (!whole) return std::nullopt;
    path.round_trip_seconds = round_trip_us / microseconds_per_second;
    return path;
}

/// What stands behind a socket's fixed part: attributes of type, length and value.
void read_attributes(std::string_view rest, TcpSocket& out) {
    NetlinkAttribute attribute;
    while (take_attribute(rest, attribute)) {
        if (attribute.type == INET_DIAG_CGROUP_ID) copy_out(attribute.value, 0, out.cgroup_id);
        if (attribute.type == INET_DIAG_INFO) out.path = to_path(attribute.value);
    }
}

bool read_socket(std::string_view payload, TcpSocket& out) {
    inet_diag_msg message{};
    if (!copy_out(payload, 0, message)) return false;
    const int family = message.idiag_family;
    if (family != AF_INET && family != AF_INET6) return false;
    if (message.idiag_state < 1 || message.idiag_state > last_state) return false;
    out.local = to_endpoint(family, message.id.idiag_src, message.id.idiag_sport);
    out.remote = to_endpoint(family, message.id.idiag_dst, message.id.idiag_dport);
    out.state = static_cast<TcpState>(message.idiag_state);
    out.receive_queue = message.idiag_rqueue;
    out.send_queue = message.idiag_wqueue;
    out.inode = message.idiag_inode;
    out.is_ipv6 = family == AF_INET6;
    out.cookie = message.id.idiag_cookie[0] | std::uint64_t{message.id.idiag_cookie[1]} << 32;
    read_attributes(behind(payload, sizeof message), out);
    // Others have lost their peer, or never had one.
    if (out.state != TcpState::established) out.path.reset();
    return true;
}

}  // namespace

std::vector<char> write_inet_diag(std::uint32_t sequence, AskedSockets asked) {
    Request request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = TCPDIAG_GETSOCK;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.header.nlmsg_seq = sequence;
    request.question.idiag_states = states_of(asked);
    request.question.idiag_ext = 1 << (INET_DIAG_INFO - 1);
    const auto* bytes = reinterpret_cast<const char*>(&request);
    return {bytes, bytes + sizeof request};
}

Result<DiagProgress> parse_inet_diag(std::string_view buffer, std::uint32_t sequence,
                                     std::vector<TcpSocket>& out) {
    while (!buffer.empty()) {
        NetlinkMessage message;
        if (!take_message(buffer, message))
            return fail(Errc::malformed, "sockets: a message of the kernel is cut");
        if (message.sequence != sequence) continue;
        if (message.type == NLMSG_DONE || message.type == NLMSG_ERROR) {
            auto outcome = read_outcome(message.payload);
            if (!outcome) return fail(std::move(outcome).error().with("sockets"));
            return DiagProgress::done;
        }
        TcpSocket socket;
        if (!read_socket(message.payload, socket)) {
            return fail(Errc::malformed, "sockets: a message of the kernel is no socket");
        }
        out.push_back(socket);
    }
    return DiagProgress::more;
}

}  // namespace foreshock::agent
