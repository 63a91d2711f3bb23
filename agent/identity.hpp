#pragma once

#include <string>

#include "core/host_fs.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::agent {

/// Who speaks in a report.
struct Identity {
    std::string agent_id;   ///< stays the same when the host is renamed; the token belongs to it
    std::string host_name;  ///< as people call the host now
    std::string boot_id;    ///< of the host root; empty where there is none
};

/// `configured_name` wins over everything. Otherwise the agent's id is the one kept in the state
/// folder, at first the host's name. unreadable when the state folder cannot be written.
Result<Identity> establish_identity(const HostFs& host, const std::string& state,
                                    const std::string& configured_name);

/// The host's name as its kernel or /etc/hostname tells it; "localhost" when neither does.
std::string host_name(const HostFs& host);

/// A new random id, 32 hex digits, for one run of the agent.
std::string random_id();

/// The state folder, made if it is missing and held by this process alone. conflict when another
/// agent uses it, unreadable when it cannot be made.
Result<UniqueFd> claim_state(const std::string& state);

}  // namespace foreshock::agent
