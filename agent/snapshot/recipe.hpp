#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agent/fact_book.hpp"
#include "agent/log_lines.hpp"
#include "agent/snapshot/open_files.hpp"
#include "collectors/process_table.hpp"
#include "collectors/socket_table.hpp"
#include "collectors/space_probe.hpp"
#include "core/snapshot.hpp"
#include "core/symptom.hpp"

namespace foreshock::agent::snapshot {

/// Where a snapshot looks. All outlive it.
struct Sources {
    const HostFs& host;
    collectors::SpaceProbe& space;
    const FactBook& facts;
    std::function<Result<std::string>()> kernel_log;  ///< the whole ring as dmesg shows it
    collectors::HostUnits units;
    const LogLines* lines = nullptr;             ///< the last ones of all logs, if they are kept
    collectors::SocketTable* sockets = nullptr;  ///< none: the kernel's text files are read
};

/// What the symptom is about, as far as it tells.
struct SubjectHints {
    std::optional<std::int64_t> pid;
    std::string mount;
    std::string cgroup;
    std::string unit{};
};

/// From the component ("process shop (pid 42)", "filesystem /var", "cgroup /shop",
/// "unit shop.service") and the labels
/// of the evidence.
SubjectHints hints_of(const Symptom& symptom);

/// One moment at which the host was looked at.
struct Look {
    TimePoint at;
    std::vector<collectors::ProcessEntry> processes;
    std::vector<OpenFile> files;  ///< open for writing on the subject's mount
};

/// What a recipe may use: a look at onset, and one a moment later.
struct Round {
    const Sources& sources;
    const SubjectHints& subject;
    const Look& first;
    const Look& second;
    double seconds;  ///< between the looks, > 0
};

/// One way of looking around. It fails quietly: a section without rows.
struct Recipe {
    std::string_view name;
    bool needs_processes;
    bool needs_second_look;
    bool needs_files;
    SnapshotSection (*take)(const Round& round);
};

/// All recipes; a pack's kinds name them in `snapshot`.
std::span<const Recipe> all_recipes();
const Recipe* find_recipe(std::string_view name);

inline constexpr std::size_t rows_wanted = 10;

/// "1.50 GiB/s".
std::string describe_rate(double bytes_per_second);
/// The command line, or the short name in brackets as ps(1) shows it; at most 160 bytes.
std::string command_of(const collectors::ProcessEntry& process);
/// The row whose `pid` column (the first) is that process.
std::optional<std::size_t> row_of(const SnapshotSection& section,
                                  const std::optional<std::int64_t>& pid);

}  // namespace foreshock::agent::snapshot
