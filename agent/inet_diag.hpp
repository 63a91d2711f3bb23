#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collectors/socket_table.hpp"

namespace foreshock::agent {

// How TCP sockets are asked for over netlink (sock_diag(7), linux/inet_diag.h).

/// What is not asked for, the kernel passes over at a glance.
enum class TimeWait : std::uint8_t { left_out, asked_for };

/// The request for all TCP sockets, with struct tcp_info; `sequence` comes back in every answer.
/// It is the older one (TCPDIAG_GETSOCK): only that asks for both families at once. Every question
/// makes the kernel walk its whole table, whose size goes by the RAM and not by the sockets.
std::vector<char> write_inet_diag(std::uint32_t sequence, TimeWait time_wait = TimeWait::asked_for);

enum class DiagProgress : std::uint8_t { more, done };

/// Adds the sockets of one received buffer, which may hold several messages. Messages that answer
/// another sequence are passed over. no_data: the kernel cannot answer such questions. refused: we
/// may not ask. unreadable: another error of the kernel. malformed: a message is cut.
Result<DiagProgress> parse_inet_diag(std::string_view buffer, std::uint32_t sequence,
                                     std::vector<collectors::TcpSocket>& out);

}  // namespace foreshock::agent
