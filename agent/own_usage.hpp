#pragma once

#include <optional>

#include "core/host_fs.hpp"

namespace foreshock::agent {

/// What this process has taken so far.
struct OwnUsage {
    double cpu_seconds = 0;  ///< user and system, all threads, since the start
    std::optional<double> resident_bytes;
    std::optional<double> open_files;
};

/// Where the agent learns its own cost.
class UsageSource {
public:
    virtual ~UsageSource() = default;
    virtual OwnUsage usage() = 0;
};

/// getrusage(2), /proc/self/statm and the entries of /proc/self/fd; the running system's, whatever
/// the host root is.
class RunningUsage final : public UsageSource {
public:
    RunningUsage();
    OwnUsage usage() override;

private:
    std::unique_ptr<HostFs> proc_;
    std::unique_ptr<HostFile> statm_;
    std::string buffer_;
};

}  // namespace foreshock::agent
