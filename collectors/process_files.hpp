#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/host_fs.hpp"
#include "core/result.hpp"

namespace foreshock::collectors {

/// /proc/PID/stat (proc(5)), what is used of it.
struct ProcessStat {
    std::string_view comm;  ///< into the text that was read; may hold blanks and parentheses
    char state = '?';
    std::int64_t parent_pid = 0;
    bool kernel_thread = false;   ///< PF_KTHREAD
    std::uint64_t cpu_ticks = 0;  ///< user and system time
    std::uint64_t threads = 0;
    std::uint64_t start_ticks = 0;  ///< after boot
    std::uint64_t rss_pages = 0;

    /// Ended, and only waiting for its parent.
    [[nodiscard]] bool is_dead() const { return state == 'Z' || state == 'X' || state == 'x'; }
};

Result<ProcessStat> parse_process_stat(std::string_view text);

/// The soft limit "Max open files" of /proc/PID/limits; none when it is unlimited.
Result<std::optional<std::uint64_t>> parse_files_limit(std::string_view text);

/// The effective user in /proc/PID/status.
std::optional<std::uint32_t> parse_effective_uid(std::string_view text);

/// /proc/PID/io: what went to and came from storage.
struct ProcessIo {
    std::uint64_t read_bytes = 0;
    std::uint64_t written_bytes = 0;  ///< without what was cancelled before it reached the disk
};

Result<ProcessIo> parse_process_io(std::string_view text);

/// /proc/PID/cmdline as one line: blanks between arguments and for control characters, cut to
/// cmdline_bytes_max.
std::string join_arguments(std::string_view text);

/// A name in /proc that is a process id.
std::optional<std::int64_t> parse_pid(std::string_view name);

/// The ids of all processes now, into `out`, whose memory is used again. Errors as HostFs::list;
/// `out` is as it was then.
Result<void> list_pids(const HostFs& host, std::vector<std::int64_t>& out);

/// "proc/42/stat"
std::string process_path(std::int64_t pid, std::string_view file);

}  // namespace foreshock::collectors
