#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agent/child_process.hpp"
#include "collectors/command.hpp"
#include "core/clock.hpp"

namespace foreshock::agent {

/// Runs the programs that collectors ask, without ever waiting for one. A program that is still
/// there after its deadline is killed with all of its process group. One that does not die of it
/// (it waits in the kernel for a dead disk) is quarantined: the same arguments are refused until it
/// is gone. It must outlive the commands that it hands out. For one thread.
class CommandProcesses final : public collectors::CommandRunner {
public:
    /// Commands that were started and whose outcome nobody has taken yet.
    static constexpr std::size_t running_max = 16;
    /// Processes that were killed and are still there; beyond it nothing is started.
    static constexpr std::size_t killed_max = 4;
    /// A dying process takes a moment; one that takes this long is stuck.
    static constexpr Duration stuck_after = std::chrono::seconds{5};
    static constexpr std::size_t error_bytes_max = 4 << 10;

    /// Ends a process group. Handed in for tests.
    using Kill = std::function<void(pid_t group)>;

    explicit CommandProcesses(const Clock& clock, Kill kill = kill_group)
        : clock_(clock), kill_(std::move(kill)) {}

    ~CommandProcesses() override;
    CommandProcesses(const CommandProcesses&) = delete;
    CommandProcesses& operator=(const CommandProcesses&) = delete;

    Result<std::unique_ptr<collectors::RunningCommand>> start(collectors::Command command) override;

    /// Takes what the programs say, ends those whose deadline has passed, buries the dead. To be
    /// called about once a second, however rarely the askers look.
    void look();

    [[nodiscard]] std::size_t running_count() const { return runs_.size(); }

    /// Those that were killed and are still there, and of them those that should long be gone.
    [[nodiscard]] std::size_t killed_count() const { return killed_.size(); }

    [[nodiscard]] std::size_t stuck_count() const override;

    /// How often start() said no for lack of room, or for one that is stuck.
    [[nodiscard]] std::uint64_t refused_count() const { return refused_; }

private:
    using Outcome = Result<collectors::CommandOutput>;
    class Handle;

    struct Run {
        collectors::Command command;
        TimePoint ends_by;
        std::optional<ChildProcess> child;  // none once the outcome is known
        BoundedText output;
        BoundedText errors;
        std::optional<Outcome> outcome{};
    };

    struct Killed {
        std::vector<std::string> arguments;
        ChildProcess child;
        TimePoint at;
    };

    Result<void> check_room(const std::vector<std::string>& arguments);
    std::optional<Outcome> poll(std::uint64_t id);
    void give_up(std::uint64_t id);
    void step(Run& run, TimePoint now);
    void end(Run& run);
    void bury_killed();

    const Clock& clock_;
    Kill kill_;
    std::map<std::uint64_t, Run> runs_;
    std::list<Killed> killed_;
    std::uint64_t next_id_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::agent
