#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collectors/paced_round.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// What one round through the mappings of all processes has found.
struct LibraryCensus {
    std::size_t looked_at = 0;                   ///< processes whose mappings could be read
    std::size_t processes = 0;                   ///< that execute deleted libraries
    std::map<std::string, std::size_t> by_unit;  ///< the same, by unit or else by name
};

/// Goes through /proc/PID/maps of all processes once an hour, the first time within ten minutes:
/// the kernel has to write out each of these texts. Sees only what may be seen: without
/// CAP_SYS_PTRACE only one's own processes.
class LibraryWalk {
public:
    static constexpr double round_seconds = 3600;
    static constexpr double first_round_seconds = 600;
    /// A step reads no more once it has read so much: some milliseconds' worth.
    static constexpr std::size_t step_bytes_max = 1 << 20;
    /// The bound on units that are told apart; others are counted in `processes` only.
    static constexpr std::size_t units_max = 256;

    explicit LibraryWalk(const HostFs& host) : host_(host) {}

    /// Looks at this step's part. True when that ended a round. Errors as HostFs::list of /proc.
    Result<bool> step(TimePoint now);

    /// Of the last whole round; none before.
    [[nodiscard]] const std::optional<LibraryCensus>& census() const { return census_; }

private:
    Result<void> begin_round(TimePoint now);
    std::size_t look_at(std::int64_t pid);
    void count(std::int64_t pid);

    const HostFs& host_;
    PacedRound pace_{first_round_seconds};
    bool running_ = false;
    std::vector<std::int64_t> pids_;  ///< of this round
    std::size_t next_ = 0;
    LibraryCensus counting_;
    std::optional<LibraryCensus> census_;
};

}  // namespace foreshock::collectors
