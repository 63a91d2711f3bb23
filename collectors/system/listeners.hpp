#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/socket_table.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// A socket that waits for others to come.
struct Listener {
    std::string protocol;  ///< "tcp", "tcp6", "udp", "udp6"
    std::string address;   ///< "0.0.0.0", "127.0.0.1", "::1"
    std::uint16_t port = 0;
    std::uint64_t inode = 0;
    std::string process;  ///< who holds it, where that may be known

    /// "tcp.0.0.0.0:443", "tcp6.[::]:443"
    [[nodiscard]] std::string name() const;

    /// Reachable from this host only.
    [[nodiscard]] bool is_local() const;
};

/// The bound on listeners, lowest ports first.
inline constexpr std::size_t listeners_max = 256;

/// The sockets of /proc/net/PROTOCOL (proc(5)) that wait: TCP in state LISTEN, UDP without a peer.
/// malformed when a line is not one of that table; a last line that was cut off is left out.
Result<std::vector<Listener>> parse_listeners(std::string_view text, std::string_view protocol);

/// Paths of the local stream sockets that wait, in /proc/net/unix (proc(5)): sorted, each once,
/// without abstract ones, at most listeners_max. Lines that are no socket are passed over.
std::vector<std::string> parse_unix_listeners(std::string_view text);

/// The address as /proc/net/tcp and tcp6 write it: 32-bit words in the host's byte order, in
/// hexadecimal. Empty when it is none.
std::string socket_address(std::string_view hex);

/// Those of TCP, as the table of sockets has them; nothing where it has no round yet, does not tell
/// which socket is which (SocketTable from text files), or has not all of them.
std::optional<std::vector<Listener>> tcp_listeners(const SocketRound& round);

/// The listeners of the host, each port and address once, lowest ports first, at most
/// listeners_max; UDP ports that the kernel gives to whoever asks are left out. no_data when the
/// host has none of the tables. The kernel goes through all that TCP ever made room for to show
/// /proc/net/tcp: it is not read where `known_tcp`, which may be null, says what waits there.
Result<std::vector<Listener>> read_listeners(const HostFs& host,
                                             const std::vector<Listener>* known_tcp = nullptr);

/// Which process holds which socket. Looks through /proc/PID/fd only when a socket is new, at most
/// links_max files a time; remembers also what may not be seen. For one thread at a time.
class SocketOwners {
public:
    static constexpr std::size_t links_max = 200'000;

    /// Fills in `process`; leaves it empty where it cannot be known.
    void name(const HostFs& host, std::vector<Listener>& listeners);

private:
    using Names = std::map<std::uint64_t, std::string>;

    static void search(const HostFs& host, Names& wanted, std::size_t found_wanted);

    Names known_;  // empty: looked for and not found
};

}  // namespace foreshock::collectors
