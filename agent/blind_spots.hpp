#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/host_fs.hpp"

namespace foreshock::agent {

/// Something of a host that only some may read, and what it is read for.
struct GuardedPlace {
    std::string_view path;
    bool is_folder = false;
    std::string_view right;  ///< a capability(7), or a group: any that opens it
    std::string_view opens;  ///< what is seen through it
};

/// The table of docs/reference/agent.md, "What it may see", as far as a look can tell. proc(5) says
/// which access each file of /proc/PID asks for.
std::span<const GuardedPlace> guarded_places();

/// A line for people per right that is missing here: only where the host has the place and reading
/// it really failed, or where it can be asked what only who has a capability may ask. Reads each
/// place once.
std::vector<std::string> blind_spots(const HostFs& host);

}  // namespace foreshock::agent
