#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "collectors/process_files.hpp"
#include "core/host_fs.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

/// The processes of the host for several walks that go through them in the same ticks: what one
/// has read, the next ones need not read again. For one thread.
class ProcessRoll {
public:
    /// So many states are kept until the next tick; what a walk reads beyond them is read again by
    /// the others.
    static constexpr std::size_t kept_max = 512;

    explicit ProcessRoll(const HostFs& host) : host_(host) {}

    /// The ids of all processes in this tick, rising. Errors as HostFs::list of /proc; `out` is as
    /// it was then.
    Result<void> list(TimePoint now, std::vector<std::int64_t>& out);

    /// /proc/PID/stat in this tick; its name is good until the next call. Errors as HostFile::read
    /// and parse_process_stat.
    Result<ProcessStat> stat(TimePoint now, std::int64_t pid);

private:
    struct Kept {
        std::int64_t pid = 0;
        std::string text;
    };

    void begin_tick(TimePoint now);
    Result<std::string_view> text_of(std::int64_t pid);

    const HostFs& host_;
    TimePoint tick_{};
    bool is_listed_ = false;
    std::vector<std::int64_t> ids_;
    std::vector<Kept> kept_;  ///< ids rising; its memory is used again
    std::size_t used_ = 0;    ///< so many of them are of this tick
    std::string buffer_;
};

}  // namespace foreshock::collectors
