#pragma once

#include <memory>

#include "agent/cgroup_names.hpp"
#include "agent/inet_diag.hpp"
#include "collectors/socket_table.hpp"
#include "core/host_fs.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::agent {

/// Asks the kernel over netlink (sock_diag(7)). A round begins every round_every and is read in
/// steps of at most buffers_per_step pieces (of about 250 sockets), so that none takes longer than
/// a millisecond or two; the kernel writes a piece while it is read, so nothing waits.
class NetlinkSocketTable final : public collectors::SocketTable {
public:
    static constexpr Duration round_every = std::chrono::seconds{5};
    /// The kernel goes through the whole of its table however few sockets there are: where the last
    /// round found fewer than sockets_few, the next one waits for as long as this.
    static constexpr Duration round_of_few_every = std::chrono::seconds{15};
    static constexpr std::size_t sockets_few = 512;
    /// Sockets in time-wait, most of a proxy's, stay a minute and change no more: one round of so
    /// many asks for them, the others have them as they were then.
    static constexpr std::uint64_t rounds_per_time_wait = 3;
    static constexpr std::size_t buffers_per_step = 16;

    /// refused, no_data: not here; ask the kernel's text files instead.
    static Result<std::unique_ptr<NetlinkSocketTable>> open();

    Result<const collectors::SocketRound*> read(TimePoint now) override;

    std::string unit_of(std::uint64_t cgroup_id) override { return cgroups_.unit_of(cgroup_id); }

private:
    explicit NetlinkSocketTable(UniqueFd socket);

    [[nodiscard]] bool is_due(TimePoint now) const;
    void begin_round(TimePoint now);
    Result<void> step();
    Result<void> ask();
    [[nodiscard]] TimeWait time_wait() const;
    void take_over_time_wait();
    Result<bool> receive();
    void end_round();

    UniqueFd socket_;
    CgroupNames cgroups_;
    std::vector<char> buffer_;
    collectors::SocketRound round_;
    std::vector<collectors::TcpSocket> sockets_;  // of the round that is being read
    std::size_t found_ = 0;                       // in the last one, those taken over left out
    std::uint32_t sequence_ = 0;
    bool reading_ = false;
    bool is_cut_ = false;
    bool lacks_listening_ = false;
    std::optional<TimePoint> begun_;
    std::optional<TimePoint> asked_;
    Result<void> outcome_;
};

/// Over netlink on this host where that is possible, else from the files of `host`.
std::unique_ptr<collectors::SocketTable> make_socket_table(const HostFs& host, bool is_this_host);

}  // namespace foreshock::agent
