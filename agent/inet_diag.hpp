#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collectors/socket_table.hpp"

namespace foreshock::agent {

// How TCP sockets are asked for over netlink (sock_diag(7), linux/inet_diag.h).

/// Those that listen are in a table of their own (net/ipv4/inet_diag.c, inet_diag_dump_icsk). For
/// any other the kernel walks one whose size goes by the RAM and not by the sockets.
enum class AskedSockets : std::uint8_t { listening, all_but_time_wait, all };

/// The request for TCP sockets, with struct tcp_info; `sequence` comes back in every answer. It is
/// the older one (TCPDIAG_GETSOCK): only that asks for both families at once.
std::vector<char> write_inet_diag(std::uint32_t sequence, AskedSockets asked = AskedSockets::all);

enum class DiagProgress : std::uint8_t { more, done };

/// Adds the sockets of one received buffer, which may hold several messages. Messages that answer
/// another sequence are passed over. no_data: the kernel cannot answer such questions. refused: we
/// may not ask. unreadable: another error of the kernel. malformed: a message is cut.
Result<DiagProgress> parse_inet_diag(std::string_view buffer, std::uint32_t sequence,
                                     std::vector<collectors::TcpSocket>& out);

}  // namespace foreshock::agent
