#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::desk {

/// Where outside an incident is told: a Slack message, a ticket, the first mail. Named by the
/// channel of the configuration, the recipient there, and the incident.
struct ExternalThread {
    std::string channel;
    std::string recipient;
    std::string incident_id;
    std::string record;  ///< what the channel remembers, in its own form
};

/// Durable memory of channels, so that threads go on after a crash. From any thread.
class ExternalThreads {
public:
    virtual ~ExternalThreads() = default;
    virtual Result<std::optional<std::string>> find(std::string_view channel,
                                                    std::string_view recipient,
                                                    std::string_view incident_id) const = 0;
    /// Adds or replaces; on the disk when it returns.
    virtual Result<void> keep(const ExternalThread& thread) = 0;
    /// Of incidents that are not closed yet, the newest first, at most `limit`.
    virtual Result<std::vector<ExternalThread>> unfinished(std::string_view channel,
                                                           std::size_t limit) const = 0;
    /// Forgets those of closed incidents about which nothing waits to be said.
    virtual Result<void> forget_closed() = 0;
};

}  // namespace foreshock::desk
