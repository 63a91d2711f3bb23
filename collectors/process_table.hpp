#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collectors/host_units.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// One process at one moment, from /proc/PID (proc(5)). What the reader may not see is absent.
struct ProcessEntry {
    std::int64_t pid = 0;
    std::int64_t parent_pid = 0;
    std::string comm;     ///< short name, as the kernel keeps it
    std::string cmdline;  ///< arguments joined by blanks; empty for kernel threads
    char state = '?';     ///< R S D Z T I …
    bool kernel_thread = false;
    std::optional<std::uint32_t> uid;  ///< effective user
    std::uint64_t threads = 0;
    std::uint64_t start_ticks = 0;  ///< after boot; with the pid it tells processes apart
    double cpu_seconds = 0;         ///< user and system time
    double rss_bytes = 0;
    std::optional<std::uint64_t> open_files;
    std::optional<std::uint64_t> files_limit;  ///< soft limit; absent also when unlimited
    std::optional<double> read_bytes;          ///< from storage
    std::optional<double> written_bytes;       ///< to storage, without what was cancelled
};

/// The bound on the processes of one table; the kernel lists them by pid.
inline constexpr std::size_t table_processes_max = 32768;
/// Longer command lines are cut.
inline constexpr std::size_t cmdline_bytes_max = 4096;

/// Every process that exists now, by pid. Takes some 30 µs per process: for snapshots, not for
/// every tick. Processes that vanish meanwhile are left out; empty when /proc cannot be listed.
std::vector<ProcessEntry> read_process_table(const HostFs& host, const HostUnits& units = {});

/// What happened between two tables: the later entries with cpu_seconds, read_bytes and
/// written_bytes counted from the earlier one. New processes count from their start.
std::vector<ProcessEntry> used_between(const std::vector<ProcessEntry>& earlier,
                                       std::vector<ProcessEntry> later);

enum class ProcessOrder : std::uint8_t {
    cpu,     ///< cpu_seconds
    memory,  ///< rss_bytes
    files,   ///< open_files
    io,      ///< read_bytes + written_bytes
};

/// The first `count` by that measure, worst first, ties by pid; without those that have none.
std::vector<ProcessEntry> top_processes(std::vector<ProcessEntry> table, ProcessOrder order,
                                        std::size_t count);

}  // namespace foreshock::collectors
