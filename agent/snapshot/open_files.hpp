#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/host_fs.hpp"

namespace foreshock::agent::snapshot {

/// A file that a process has open for writing (proc(5): /proc/PID/fd, /proc/PID/fdinfo).
struct OpenFile {
    std::int64_t pid = 0;
    std::string descriptor;
    std::string path;
    double position_bytes = 0;  ///< how far it has written; grows with a growing file
};

/// The bound on descriptors looked at in one search.
inline constexpr std::size_t descriptors_max = 10'000;

/// What /proc/PID/fdinfo/N tells.
struct DescriptorState {
    double position_bytes = 0;
    bool writable = false;
};

Result<DescriptorState> parse_fdinfo(std::string_view text);

/// Files open for writing below `folder`, of all processes that may be looked into. Files of
/// mounts below it are included when their path says so.
std::vector<OpenFile> files_written_below(const HostFs& host, const std::vector<std::int64_t>& pids,
                                          const std::string& folder);

/// Is `path` the folder or something in it?
bool is_below(std::string_view path, std::string_view folder);

}  // namespace foreshock::agent::snapshot
