#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

/// An internet address and a port. IPv4 is kept as IPv6 keeps it (::ffff:a.b.c.d, RFC 4291
/// §2.5.5.2): the kernel shows one connection in either form.
struct Endpoint {
    std::array<std::uint8_t, 16> address{};  ///< in network order
    std::uint16_t port = 0;

    auto operator<=>(const Endpoint&) const = default;
};

/// "10.0.0.5", "2001:db8::1", and with the port "10.0.0.5:5432", "[2001:db8::1]:443".
std::string address_text(const Endpoint& endpoint);
std::string endpoint_text(const Endpoint& endpoint);

/// As the kernel numbers them (include/net/tcp_states.h).
enum class TcpState : std::uint8_t {
    established = 1,
    syn_sent,
    syn_received,
    fin_wait1,
    fin_wait2,
    time_wait,
    closed,
    close_wait,
    last_ack,
    listening,
    closing,
    new_syn_received
};

/// How a connection's packets fare, since it was opened (struct tcp_info).
struct TcpPath {
    double round_trip_seconds = 0;
    std::uint32_t segments_sent = 0;  ///< those sent again included
    std::uint32_t segments_sent_again = 0;
};

/// One TCP socket of the host.
struct TcpSocket {
    Endpoint local;
    Endpoint remote;
    TcpState state = TcpState::closed;
    bool is_ipv6 = false;             ///< where the cookie is known
    std::uint32_t receive_queue = 0;  ///< bytes; listening: connections that wait to be accepted
    std::uint32_t send_queue = 0;     ///< bytes; listening: how many may wait; 0: not known
    std::uint64_t cookie = 0;         ///< one socket's own number; 0: not known
    std::uint64_t inode = 0;          ///< 0: none, or where the cookie is 0, not known
    std::uint64_t cgroup_id = 0;      ///< of cgroup v2; 0: not known
    std::optional<TcpPath> path{};    ///< established ones only, where the kernel tells
};

/// All TCP sockets, as they were during one reading; or only those that listen are of this reading,
/// and the others as they were in an earlier one.
struct SocketRound {
    std::uint64_t number = 0;              ///< counts from 1; 0: there is none yet
    std::uint64_t number_connections = 0;  ///< the reading that those that do not listen are of
    bool is_cut = false;                   ///< there were more than SocketTable::sockets_max
    bool has_all_listening = true;
    std::vector<TcpSocket> sockets;  ///< those that listen come first

    [[nodiscard]] std::span<const TcpSocket> listening() const;

    /// Puts what has been read, in any order, in the place of all.
    void renew(std::vector<TcpSocket> read);
    /// Puts those that listen in the place of those that did; what is beyond
    /// SocketTable::sockets_max then is cut off.
    void renew_listening(const std::vector<TcpSocket>& read);
};

/// Lists the TCP sockets of the host for all who ask, piece by piece: a proxy has a hundred
/// thousand of them. Implemented in agent/. For one thread.
class SocketTable {
public:
    virtual ~SocketTable() = default;

    static constexpr std::size_t sockets_max = 65536;

    /// Reads on, once for all who ask at the same moment, and gives the last whole round: it stays
    /// as it is until the next call. Never null. no_data, unreadable, malformed.
    virtual Result<const SocketRound*> read(TimePoint now) = 0;

    /// The last part of the path of a cgroup: "shop.service"; empty when it is not known.
    virtual std::string unit_of(std::uint64_t cgroup_id) = 0;
};

}  // namespace foreshock::collectors
