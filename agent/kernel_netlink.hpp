#pragma once

#include <memory>

#include "collectors/netlink.hpp"

namespace foreshock::agent {

/// Asks the running kernel, over a socket of its own for each question: what was left over of an
/// earlier answer is never taken for this one.
class KernelNetlink final : public collectors::Netlink {
public:
    /// How long to wait for the next part of an answer.
    static constexpr int patience_seconds = 5;

    [[nodiscard]] Result<std::string> ask(
        const collectors::NetlinkQuestion& question) const override;
};

/// Null for a host that is only a tree of files: its kernel is not here to be asked.
std::shared_ptr<const collectors::Netlink> make_netlink(bool is_this_host);

}  // namespace foreshock::agent
