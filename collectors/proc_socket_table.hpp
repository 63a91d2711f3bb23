#pragma once

#include <string_view>

#include "collectors/kernel_file.hpp"
#include "collectors/socket_table.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// One line of /proc/net/tcp, tcp6, udp or udp6: addresses, state and queues. False when it is
/// none.
bool parse_proc_net_socket(std::string_view line, TcpSocket& out);

/// Adds the sockets of /proc/net/tcp or tcp6 (Documentation/networking/proc_net_tcp.rst) to `out`,
/// at most until it holds `sockets_max`; true when there were more. malformed: nothing was added.
Result<bool> parse_proc_net_tcp(std::string_view text, std::size_t sockets_max,
                                std::vector<TcpSocket>& out);

/// The sockets as the kernel's text files list them: where netlink is refused, and for hosts that
/// are a tree of files. It costs more, so a round begins only every round_every; what a socket
/// does not tell there (limit of a queue, cgroup, path) is not known.
class ProcSocketTable final : public SocketTable {
public:
    static constexpr Duration round_every = std::chrono::seconds{10};

    explicit ProcSocketTable(const HostFs& host)
        : tcp_(host, "proc/net/tcp"), tcp6_(host, "proc/net/tcp6") {}

    Result<const SocketRound*> read(TimePoint now) override;

    std::string unit_of(std::uint64_t /*cgroup_id*/) override { return {}; }

private:
    Result<void> read_round();

    KernelFile tcp_;
    KernelFile tcp6_;
    SocketRound round_;
    std::vector<TcpSocket> sockets_;
    std::optional<TimePoint> read_at_;
    Result<void> outcome_;
};

}  // namespace foreshock::collectors
