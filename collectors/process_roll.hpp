#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
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

    /// For so long a thread of the kernel is known; then its id may be somebody else's.
    static constexpr Duration kernel_thread_known = std::chrono::minutes{2};
    /// The bound on those that are known.
    static constexpr std::size_t kernel_threads_max = 32768;

    /// So many processes that last have their /proc/PID/stat kept open, which spares the kernel
    /// to look up its name; half as many of them threads of the kernel.
    static constexpr std::size_t held_max = 128;

    /// Walks that need not read the state of every process in each of their rounds do so in the
    /// first that begins in a new span of so long, all in the same ones.
    static constexpr Duration all_states_every = std::chrono::seconds{30};

    explicit ProcessRoll(const HostFs& host) : host_(host) {}

    /// Does a round that begins now read the states of all? `last`: when the last one began that
    /// did; none: it does.
    static bool are_all_due(TimePoint now, const std::optional<TimePoint>& last) {
        const auto span_of = [](TimePoint at) { return at.time_since_epoch() / all_states_every; };
        return !last || span_of(now) != span_of(*last);
    }

    /// The ids of all processes in this tick, rising. Errors as HostFs::list of /proc; `out` is as
    /// it was then.
    Result<void> list(TimePoint now, std::vector<std::int64_t>& out);

    /// /proc/PID/stat in this tick; its name is good until the next call. Errors as HostFile::read
    /// and parse_process_stat.
    Result<ProcessStat> stat(TimePoint now, std::int64_t pid);

    /// Was it a thread of the kernel when its state was last read, within kernel_thread_known?
    /// Such threads, most of the processes of an idle host, have no open files, memory or command
    /// line: who looks for these need not look at them. False also where it is not known.
    [[nodiscard]] bool is_kernel_thread(TimePoint now, std::int64_t pid) const;

private:
    struct Kept {
        std::int64_t pid = 0;
        std::string text;  ///< empty: it has ended
    };

    void begin_tick(TimePoint now);
    Result<void> list_anew(TimePoint now);
    Result<std::string_view> read_stat(TimePoint now, std::int64_t pid);
    [[nodiscard]] bool is_worth_holding(TimePoint now, std::int64_t pid) const;
    void note_kind(TimePoint now, std::int64_t pid, bool is_kernel_thread);
    void forget_kernel_threads(TimePoint now);
    Result<std::string_view> text_of(TimePoint now, std::int64_t pid);

    const HostFs& host_;
    TimePoint tick_{};
    bool is_listed_ = false;
    std::vector<std::int64_t> ids_;
    std::vector<std::int64_t> ids_before_;  ///< of the listing before
    std::unordered_map<std::int64_t, std::unique_ptr<HostFile>> held_;
    std::vector<Kept> kept_;  ///< ids rising; its memory is used again
    std::size_t used_ = 0;    ///< so many of them are of this tick
    std::string buffer_;
    std::unordered_map<std::int64_t, TimePoint> kernel_threads_;  ///< when each was seen to be one
    TimePoint forgot_at_{};
};

}  // namespace foreshock::collectors
