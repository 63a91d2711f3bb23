#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/tick_readings.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// What one user holds of inotify(7).
struct InotifyUse {
    std::uint64_t instances = 0;
    std::uint64_t watches = 0;
};

/// By user id. An instance that several processes share is counted for each: the kernel does not
/// tell one from another.
using InotifyUses = std::map<std::uint32_t, InotifyUse>;

/// /proc/PID/fdinfo/FD of an instance: one line "inotify wd:1 ino:…" for each watch. As much of it
/// as a read gives is counted (HostFs::file_bytes_max holds about 35,000).
std::uint64_t count_watches(std::string_view text);

/// The effective user of /proc/PID/status, whom the kernel charges.
std::optional<std::uint32_t> parse_effective_user(std::string_view text);

/// A search through the open files of all processes, in steps.
class InotifyWalk {
public:
    InotifyWalk(const HostFs& host, std::shared_ptr<TickReadings> readings)
        : host_(host), readings_(std::move(readings)) {}

    /// Forgets what was found and begins with the instances that another search has found lately
    /// (InotifyFiles). Where there was none it looks for the processes, without threads of the
    /// kernel, which have no files. Errors as HostFs::list.
    Result<void> begin(TimePoint now);

    /// Looks at no more than `links_max` open files; true when all have been seen.
    bool step(std::size_t links_max);

    [[nodiscard]] const InotifyUses& uses() const { return uses_; }

private:
    bool next_process();
    bool next_known();
    void look_at(const std::string& file);
    void count_instance(const std::string& file);

    const HostFs& host_;
    std::shared_ptr<TickReadings> readings_;
    InotifyFiles::Files known_;            // those not yet seen, the next one last
    std::vector<std::int64_t> processes_;  // those not yet seen, the next one last
    std::string process_;                  // "proc/42"
    std::vector<std::string> files_;       // of that process, likewise
    InotifyUses uses_;
};

}  // namespace foreshock::collectors
