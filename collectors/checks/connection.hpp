#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/socket.h>

#include "collectors/checks/deadline.hpp"
#include "core/result.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::collectors {

// Sockets of checks. All of it may block up to its deadline, a name lookup for as long as the
// host's resolver takes: for background threads.

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] const sockaddr* plain() const {
        return reinterpret_cast<const sockaddr*>(&storage);
    }

    [[nodiscard]] int family() const { return storage.ss_family; }

    /// "192.0.2.1", "2001:db8::1".
    [[nodiscard]] std::string text() const;
};

/// All addresses of a name or of an address as text, by getaddrinfo(3), at most addresses_max.
/// `flags` as of getaddrinfo(3): AI_NUMERICHOST asks nobody. not_found: there is no such name.
/// unavailable: the lookup failed.
Result<std::vector<SocketAddress>> look_up(const std::string& host, std::uint16_t port,
                                           int flags = 0);

inline constexpr std::size_t addresses_max = 16;

/// A connection that does not block, to the first address that takes it. unavailable.
Result<UniqueFd> connect_tcp(const std::string& host, std::uint16_t port, const Deadline& deadline);

/// False when the deadline passed first. `events` as of poll(2).
bool await_socket(int fd, short events, const Deadline& deadline);

/// How many segments of this TCP connection were sent again so far, SYN included (TCP_INFO of
/// tcp(7)); 0 when the kernel does not tell.
std::uint32_t retransmissions_of(int fd);

}  // namespace foreshock::collectors
