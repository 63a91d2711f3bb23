#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "collectors/socket_table.hpp"

namespace foreshock::agent {

// How TCP sockets are asked for over netlink (sock_diag(7), linux/inet_diag.h).

/// Which sockets, in one question.
struct DiagQuestion {
    int family = 0;            ///< AF_INET or AF_INET6
    std::uint32_t states = 0;  ///< bit N stands for TcpState N
    bool with_path = false;    ///< struct tcp_info as well
};

/// The request; `sequence` comes back in every answer.
std::vector<char> write_inet_diag(const DiagQuestion& question, std::uint32_t sequence);

enum class DiagProgress : std::uint8_t { more, done };

/// Adds the sockets of one received buffer, which may hold several messages. Messages that answer
/// another sequence are passed over. no_data: the kernel cannot answer such questions. refused: we
/// may not ask. unreadable: another error of the kernel. malformed: a message is cut.
Result<DiagProgress> parse_inet_diag(std::string_view buffer, std::uint32_t sequence,
                                     std::vector<collectors::TcpSocket>& out);

}  // namespace foreshock::agent
