#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace foreshock::app {

/// One end of a connection within this host, as it connected.
struct LocalSocket {
    std::string address;  ///< an IP address
    std::uint16_t port = 0;
};

/// The user of `socket`, whose other end is `server_port`, in a table such as /proc/net/tcp or
/// tcp6 (proc(5)). Only a connection that is established and still held has one: the kernel
/// counts sockets whose program let go as root's.
std::optional<uid_t> owner_in_table(std::string_view table, const LocalSocket& socket,
                                    std::uint16_t server_port);

/// Likewise, from this host's tables; nothing when it cannot be told.
std::optional<uid_t> owner_of(const LocalSocket& socket, std::uint16_t server_port);

}  // namespace foreshock::app
