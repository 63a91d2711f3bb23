#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "collectors/look_allowance.hpp"
#include "collectors/paced_round.hpp"
#include "collectors/tick_readings.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

/// How often a task has given up its core, of its own will and not: the sum of the two
/// "…_ctxt_switches:" lines of /proc/PID/status (proc(5)). malformed when one is missing.
Result<std::uint64_t> parse_context_switches(std::string_view text);

/// What one round through all tasks has found.
struct TaskCensus {
    std::size_t zombies = 0;                ///< ended, their parents have not taken note
    std::size_t uninterruptible = 0;        ///< in state D when they were looked at
    std::size_t stuck = 0;                  ///< of those: not run since the round before
    std::optional<TimePoint> oldest_since;  ///< when the longest stuck of them was first seen so
};

/// Goes through all tasks again and again: a round takes about ten seconds, or longer where threads
/// are looked at time and again or there are very many. Where nothing waits and threads are not
/// asked for, one begins only every ProcessRoll::all_states_every. A task in state D is stuck when
/// it was so stuck_after before and has not run in between: its count of context switches stands
/// still, as the kernel's own hung-task watch has it (kernel/hung_task.c). Threads that were in
/// state D are looked at in the next round in any case.
class TaskWalk {
public:
    /// 50,000 processes take some three minutes then, at about 0.2 % of a core.
    static constexpr double looks_per_second = 256;
    /// Where one round after the other looks at threads, each takes so long: a host may have ten
    /// of them for each process.
    static constexpr double threads_round_seconds = 20;
    /// The bound on the threads of one process that are looked at in a round.
    static constexpr std::size_t threads_max = 64;
    /// So many threads of programs that last have their stat kept open, which spares the kernel to
    /// look up and list their names.
    static constexpr std::size_t held_threads_max = 192;
    /// Threads of the kernel are known for so many rounds; then their ids may be somebody else's.
    static constexpr std::uint64_t kernel_threads_rounds = 2;
    static constexpr Duration stuck_after = std::chrono::seconds{10};
    /// The bound on tasks whose age is known; further ones are only counted.
    static constexpr std::size_t waiting_max = 512;

    TaskWalk(const HostFs& host, std::shared_ptr<TickReadings> readings)
        : host_(host), readings_(std::move(readings)) {}

    /// Looks at this step's part: at threads, those of the kernel among them, only when asked to,
    /// and until the end of a round that began so. Errors as HostFs::list of /proc.
    Result<void> step(TimePoint now, bool threads_too);

    /// Did the last step end a round that looked at the threads of all processes?
    [[nodiscard]] bool has_seen_threads() const { return has_seen_threads_; }

    /// Of the last whole round; none before.
    [[nodiscard]] const std::optional<TaskCensus>& census() const { return census_; }

private:
    /// All threads of a process but its first.
    struct HeldThreads {
        std::vector<std::pair<std::int64_t, std::unique_ptr<HostFile>>> files{};  // by id
        std::uint64_t seen_in = 0;
    };

    struct Waiting {
        std::int64_t pid = 0;  ///< whose thread it is; its own for the first thread
        std::uint64_t start_ticks = 0;
        std::uint64_t switches = 0;
        TimePoint since;
        bool stuck = false;
        std::uint64_t seen_in = 0;
    };

    Result<void> begin_round(TimePoint now, bool threads_too);
    void look_at_known(std::size_t granted, TimePoint now);
    void end_round();
    void look_at_process(std::int64_t pid, bool threads_too, TimePoint now);
    void look_at_threads(std::int64_t pid, std::uint64_t threads, TimePoint now);
    bool look_at_held(std::int64_t pid, HeldThreads& held, TimePoint now);
    void list_threads(std::int64_t pid, HeldThreads& held, TimePoint now);
    bool look_at_thread(std::int64_t pid, std::int64_t task, HostFile& file, TimePoint now);
    void let_go(HeldThreads& held, std::size_t kept);
    void note_waiting(std::int64_t pid, std::int64_t task, std::uint64_t start_ticks,
                      TimePoint now);

    const HostFs& host_;
    std::shared_ptr<TickReadings> readings_;
    std::string buffer_;
    PacedRound pace_;
    std::optional<TimePoint> begun_;  ///< the last round
    LookAllowance allowance_{looks_per_second};
    std::uint64_t round_ = 0;
    std::vector<std::int64_t> pids_;  ///< of this round
    std::size_t next_ = 0;
    bool round_has_threads_ = false;
    bool has_seen_threads_ = false;
    std::vector<std::pair<std::int64_t, std::int64_t>> known_threads_;  ///< process and thread
    std::size_t looks_ = 0;                                             ///< of this step
    std::unordered_set<std::int64_t> kernel_threads_;
    std::unordered_map<std::int64_t, HeldThreads> held_;  ///< by process
    std::size_t held_threads_ = 0;                        ///< in all of held_
    TaskCensus counting_;
    std::optional<TaskCensus> census_;
    std::unordered_map<std::int64_t, Waiting> waiting_;  ///< by the task's own id
};

}  // namespace foreshock::collectors
