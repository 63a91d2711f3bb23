#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/look_allowance.hpp"
#include "collectors/paced_round.hpp"
#include "collectors/process_sweep.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// Does a link below /proc/PID/fd lead to a file that was deleted and takes space on a filesystem?
/// Memory that only looks like a file (memfd_create(2), shared memory of System V) does not.
bool is_deleted_file(std::string_view target);

/// A process that holds deleted files. What several hold counts for each of them.
struct DeletedFilesHolder {
    ProcessIdentity identity;
    std::string comm;
    double bytes = 0;
};

/// What one round through the open files of all processes has found. Each file counts once.
struct DeletedFilesCensus {
    std::size_t files = 0;
    double bytes = 0;
    std::map<std::uint64_t, double> bytes_by_device;  ///< FileStatus::device
    std::vector<DeletedFilesHolder> holders;          ///< of holder_bytes_min or more
};

/// Goes through the open files of all processes again and again, one round in two minutes or,
/// where there are very many, longer. Threads of the kernel have none. Sees only what may be seen:
/// without the right to look at other people's processes (CAP_SYS_PTRACE) only one's own.
class DeletedWalk {
public:
    static constexpr double round_seconds = 120;
    /// About a millisecond's worth.
    static constexpr double looks_per_second = 512;
    /// Processes with more open files are passed over: to list them would take too long.
    static constexpr std::size_t open_files_max = 16384;
    /// The bound on deleted files of a round; further ones are not counted.
    static constexpr std::size_t files_max = 4096;
    /// Who holds less is nobody's concern.
    static constexpr double holder_bytes_min = 16.0 * 1024 * 1024;

    DeletedWalk(const HostFs& host, std::shared_ptr<TickReadings> readings)
        : host_(host), readings_(std::move(readings)) {}

    /// Looks at this step's part. True when that ended a round. Errors as HostFs::list of /proc.
    Result<bool> step(TimePoint now);

    /// Of the last whole round; none before.
    [[nodiscard]] const std::optional<DeletedFilesCensus>& census() const { return census_; }

private:
    using FileId = std::pair<std::uint64_t, std::uint64_t>;  // device, inode

    Result<void> begin_round(TimePoint now);
    void begin_process(std::int64_t pid);
    void end_process();
    void look_at(const std::string& descriptor);

    const HostFs& host_;
    std::shared_ptr<TickReadings> readings_;
    PacedRound pace_{round_seconds};
    LookAllowance allowance_{looks_per_second};
    std::uint64_t round_ = 0;
    bool running_ = false;
    std::vector<std::int64_t> pids_;  ///< of this round, without the kernel's
    std::size_t next_ = 0;
    std::int64_t pid_ = 0;              ///< whose files are being looked at
    std::vector<std::string> entries_;  ///< its open files
    std::size_t next_entry_ = 0;
    std::set<FileId> held_;  ///< by that process
    double held_bytes_ = 0;
    std::set<FileId> seen_;  ///< in this round
    DeletedFilesCensus counting_;
    std::optional<DeletedFilesCensus> census_;
};

}  // namespace foreshock::collectors
