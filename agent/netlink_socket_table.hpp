#pragma once

#include <memory>

#include "agent/cgroup_names.hpp"
#include "agent/connection_motion.hpp"
#include "agent/inet_diag.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/socket_table.hpp"
#include "core/host_fs.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::agent {

/// Asks the kernel over netlink (sock_diag(7)). A round begins every round_every and is read in
/// steps of at most buffers_per_step pieces (of about 250 sockets), so that none takes longer than
/// a millisecond or two; the kernel writes a piece while it is read, so nothing waits. Where there
/// are few sockets most rounds are of those alone that listen, which cost next to nothing.
class NetlinkSocketTable final : public collectors::SocketTable {
public:
    static constexpr Duration round_every = std::chrono::seconds{5};
    /// The kernel goes through the whole of its table of connections however few there are: where
    /// the last round of them found fewer than connections_few, not counting those in time-wait,
    /// a round begins every few_every; it is of those alone that listen unless the host's counters
    /// speak of news (ConnectionMotion) or the last round of all is few_calm_every ago.
    static constexpr Duration few_every = std::chrono::seconds{15};
    static constexpr Duration few_calm_every = std::chrono::seconds{60};
    static constexpr std::size_t connections_few = 512;
    /// Sockets in time-wait, most of a proxy's, stay a minute and change no more: one round of
    /// connections of so many asks for them, and one after a calm time; the others have them as
    /// they were then.
    static constexpr std::uint64_t rounds_per_time_wait = 3;
    static constexpr std::size_t buffers_per_step = 16;

    /// refused, no_data: not here; ask the kernel's text files instead.
    static Result<std::unique_ptr<NetlinkSocketTable>> open(const HostFs& host);

    Result<const collectors::SocketRound*> read(TimePoint now) override;

    std::string unit_of(std::uint64_t cgroup_id) override { return cgroups_.unit_of(cgroup_id); }

private:
    NetlinkSocketTable(const HostFs& host, UniqueFd socket);

    [[nodiscard]] bool is_due(TimePoint now) const;
    void begin_round(TimePoint now);
    Result<void> step();
    [[nodiscard]] AskedSockets next_question(TimePoint now);
    void begin_connections(TimePoint now);
    bool have_connections_moved(TimePoint now);
    Result<void> ask();
    void take_over_time_wait();
    Result<bool> receive();
    void end_round();

    collectors::KernelFile counters_file_;
    ConnectionMotion motion_;
    UniqueFd socket_;
    CgroupNames cgroups_;
    std::vector<char> buffer_;
    collectors::SocketRound round_;
    std::vector<collectors::TcpSocket> sockets_;  // of the round that is being read
    AskedSockets asked_for_ = AskedSockets::all;
    std::optional<TimePoint> connections_begun_;
    std::uint64_t connection_rounds_ = 0;
    std::size_t connections_ = 0;  // in the last round of them, those in time-wait left out
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
