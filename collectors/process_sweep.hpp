#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "collectors/command_pattern.hpp"
#include "collectors/discovery.hpp"
#include "collectors/paced_round.hpp"
#include "collectors/tick_readings.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// Which process: ids are given again, start times tell the holders apart.
struct ProcessIdentity {
    std::int64_t pid = 0;
    std::uint64_t start_ticks = 0;

    auto operator<=>(const ProcessIdentity&) const = default;
};

/// A process whose command line fits one of the patterns.
struct MatchedProcess {
    ProcessIdentity identity;
    std::size_t pattern = 0;  ///< its position
};

/// Goes through all processes again and again, one round in about ten seconds: finds those that
/// match a pattern, and those nearest to their own limit of open files. The open files of those
/// that last are counted in each round, their names and start times are read every
/// ProcessRoll::all_states_every. Kernel threads, dead processes, and processes of others that may
/// not be read are passed over in silence.
class ProcessSweep {
public:
    using Slots = DiscoverySlots<ProcessIdentity>;

    /// The bound on processes that are remembered; further ones are not looked at.
    static constexpr std::size_t processes_max = 32768;

    ProcessSweep(const HostFs& host, std::shared_ptr<TickReadings> readings,
                 std::vector<CommandPattern> patterns);

    /// Looks at this tick's part of the processes. Errors as HostFs::list of /proc.
    Result<void> step(TimePoint now);

    /// What the last step found to match; again in every round.
    [[nodiscard]] const std::vector<MatchedProcess>& matched() const { return matched_; }

    /// After a step that ended a round: all processes with a limit, to be offered to slots.
    std::optional<std::vector<Slots::Candidate>> take_candidates();

    /// The name of a process that was seen in this round or the one before; else empty.
    [[nodiscard]] std::string_view comm(const ProcessIdentity& identity) const;

    [[nodiscard]] bool is_between_rounds() const { return next_ >= pids_.size(); }

    /// Begins a round at the next step: something that was watched is gone, perhaps restarted.
    void hurry() { hurried_ = true; }

private:
    struct Known {
        std::uint64_t start_ticks = 0;
        std::string comm;
        std::uint32_t sightings = 0;
        std::uint32_t kernel_rounds = 0;  ///< a kernel thread: not looked at for so many rounds
        std::optional<std::size_t> pattern;
        std::optional<std::uint64_t> files_limit;
        GrowthTrack files;
        std::uint64_t seen_in = 0;
    };

    Result<void> begin_round(TimePoint now, bool at_once);
    void end_round();
    void look_at(std::int64_t pid, TimePoint now);
    void look_at_files(std::int64_t pid, Known& known);
    void judge_name(std::int64_t pid, const ProcessStat& stat, Known& known);
    void judge_files(std::int64_t pid, Known& known);
    Result<std::string_view> read(std::int64_t pid, std::string_view file);

    const HostFs& host_;
    std::shared_ptr<TickReadings> readings_;
    std::vector<CommandPattern> patterns_;
    std::string buffer_;
    PacedRound pace_;
    bool hurried_ = false;
    bool reads_all_ = true;  ///< this round: the states of those that last, too
    std::optional<TimePoint> read_all_;
    std::uint64_t round_ = 0;
    std::vector<std::int64_t> pids_;  ///< of this round
    std::size_t next_ = 0;            ///< the position in pids_ that comes next
    std::unordered_map<std::int64_t, Known> known_;
    std::vector<MatchedProcess> matched_;
    std::optional<std::vector<Slots::Candidate>> candidates_;
};

}  // namespace foreshock::collectors
