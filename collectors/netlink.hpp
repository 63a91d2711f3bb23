#pragma once

#include <cstdint>
#include <string>

#include "core/result.hpp"

namespace foreshock::collectors {

/// Which part of the kernel is asked (netlink(7)).
enum class NetlinkFamily : std::uint8_t { route, audit };

struct NetlinkQuestion {
    NetlinkFamily family = NetlinkFamily::route;
    std::uint16_t type = 0;  ///< RTM_GETQDISC, AUDIT_GET
    bool wants_all = false;  ///< the answer is a list with an end (NLM_F_DUMP)
    std::string payload{};   ///< what stands behind the header
};

/// Asks the kernel over netlink. Implemented in agent/. The kernel may let who asks wait (for the
/// lock of all interfaces; a minute while the audit queue is full): ask in the background. For any
/// thread.
class Netlink {
public:
    virtual ~Netlink() = default;

    /// The bound on one answer.
    static constexpr std::size_t answer_bytes_max = 2 << 20;

    /// All messages of the answer, with their headers, for take_message. no_data: this kernel knows
    /// no such question. refused: we may not ask it. too_large. unreadable: it failed otherwise.
    [[nodiscard]] virtual Result<std::string> ask(const NetlinkQuestion& question) const = 0;
};

}  // namespace foreshock::collectors
