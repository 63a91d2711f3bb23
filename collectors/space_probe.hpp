#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::collectors {

/// What statfs(2) says of a mounted filesystem, in bytes and in inodes.
struct Space {
    double size_bytes = 0;
    double free_bytes = 0;       ///< free to root
    double available_bytes = 0;  ///< free to everybody else: without the reserved blocks
    double inodes_total = 0;     ///< 0 where inodes are made as needed (btrfs)
    double inodes_free = 0;
    bool read_only = false;  ///< ST_RDONLY as the asking process sees it: its sandbox may lie
};

/// Asks for the space of a mount without ever blocking for longer than a short deadline: a hung
/// network mount must not hang the agent. Implemented in agent/. For one thread.
class SpaceProbe {
public:
    virtual ~SpaceProbe() = default;

    /// `mount_point` is as mountinfo names it, absolute, without the host root.
    /// unavailable: the mount is stuck: an earlier question is still unanswered. no_data: it is
    /// gone. unreadable: it may not be asked.
    virtual Result<Space> space(std::string_view mount_point) = 0;

    /// These will be asked for now, once each: a probe may ask for all in one go.
    virtual void ask_ahead(const std::vector<std::string>& /*mount_points*/) {}
};

}  // namespace foreshock::collectors
