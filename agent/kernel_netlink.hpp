#pragma once

#include <array>
#include <memory>
#include <mutex>

#include "collectors/netlink.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::agent {

/// Asks the running kernel, over a socket for each family that stays open; after a fault over
/// another one: what was left over of an earlier answer is never taken for this one. Who asks while
/// another thread does gets a socket of its own.
class KernelNetlink final : public collectors::Netlink {
public:
    /// How long to wait for the next part of an answer.
    static constexpr int patience_seconds = 5;

    [[nodiscard]] Result<std::string> ask(
        const collectors::NetlinkQuestion& question) const override;

private:
    struct Line {
        std::mutex mutex;
        UniqueFd socket;
        std::unique_ptr<char[]> buffer;
        std::uint32_t sequence = 0;
    };

    static Result<std::string> ask_over(Line& line, const collectors::NetlinkQuestion& question);
    static Result<std::string> exchange(Line& line, const collectors::NetlinkQuestion& question);

    mutable std::array<Line, 2> lines_;  // by family
};

/// Null for a host that is only a tree of files: its kernel is not here to be asked.
std::shared_ptr<const collectors::Netlink> make_netlink(bool is_this_host);

}  // namespace foreshock::agent
