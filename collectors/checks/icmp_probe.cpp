#include <array>
#include <cerrno>
#include <cstring>

#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>

#include "collectors/checks/connection.hpp"
#include "collectors/checks/probe.hpp"
#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

// ICMP echo, RFC 792 and RFC 4443 §4: type, code, checksum, identifier, sequence, then anything.
// On a datagram socket (icmp(7)) the kernel fills in checksum and identifier, and lets in only the
// answers to it.
constexpr std::size_t header_bytes = 8;
constexpr std::size_t packet_bytes = 64;
using Packet = std::array<unsigned char, packet_bytes>;

Packet make_echo(int family, int sequence) {
    Packet packet{};
    packet[0] = family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
    packet[7] = static_cast<unsigned char>(sequence);
    for (std::size_t i = header_bytes; i < packet.size(); ++i)
        packet[i] = static_cast<unsigned char>(i);
    return packet;
}

bool is_reply(const Packet& packet, ssize_t got, int family, int sequence) {
    const unsigned char type = family == AF_INET ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY;
    return got >= static_cast<ssize_t>(header_bytes) && packet[0] == type &&
           packet[7] == static_cast<unsigned char>(sequence);
}

/// Nothing when there is no reply in time; `why` says what went wrong.
std::optional<double> echo(int fd, int family, int sequence, Duration timeout, std::string& why) {
    const Deadline deadline{timeout};
    const Packet sent = make_echo(family, sequence);
    if (::send(fd, sent.data(), sent.size(), MSG_NOSIGNAL) < 0) {
        why = errno_text(errno);
        return std::nullopt;
    }
    Packet packet{};
    while (await_socket(fd, POLLIN, deadline)) {
        const ssize_t got = ::recv(fd, packet.data(), packet.size(), MSG_DONTWAIT);
        if (got < 0 && errno != EAGAIN) {
            why = errno_text(errno);
            return std::nullopt;
        }
        if (is_reply(packet, got, family, sequence)) return deadline.elapsed_seconds();
    }
    why = "no answer in " + format_duration(timeout);
    return std::nullopt;
}

UniqueFd icmp_socket(int family) {
    return UniqueFd{::socket(
        family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
        family == AF_INET ? static_cast<int>(IPPROTO_ICMP) : static_cast<int>(IPPROTO_ICMPV6))};
}

void unable(ProbeOutcome& outcome, int failure) {
    outcome.was_asked = false;
    outcome.failure =
        failure == EACCES || failure == EPERM
            ? "the agent may not send ICMP echo; put its group into net.ipv4.ping_group_range "
              "(sysctl)"
            : errno_text(failure);
}

}  // namespace

ProbeOutcome probe_icmp(const IcmpTarget& target, const ProbeOrder& order) {
    ProbeOutcome outcome;
    const auto addresses = look_up(target.host, 0);
    if (!addresses || addresses->empty()) {
        outcome.failure = addresses ? target.host + ": no address" : addresses.error().what;
        return outcome;
    }
    const SocketAddress& address = addresses->front();
    const UniqueFd fd = icmp_socket(address.family());
    if (!fd.valid()) {
        unable(outcome, errno);
        return outcome;
    }
    if (::connect(fd.get(), address.plain(), address.size) != 0) {
        outcome.failure = errno_text(errno);
        return outcome;
    }
    double seconds = 0;
    int answered = 0;
    std::string why;
    for (int sequence = 0; sequence < target.count; ++sequence) {
        const auto took =
            echo(fd.get(), address.family(), sequence, order.timeout / target.count, why);
        seconds += took.value_or(0);
        answered += took ? 1 : 0;
    }
    outcome.loss_ratio = 1 - static_cast<double>(answered) / target.count;
    if (answered > 0) outcome.duration_seconds = seconds / answered;
    if (answered == 0) outcome.failure = address.text() + ": " + why;
    return outcome;
}

}  // namespace foreshock::collectors
