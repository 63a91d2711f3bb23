#include "agent/command_processes.hpp"

#include <algorithm>

#include <string.h>

namespace foreshock::agent {
namespace {

using collectors::Command;
using collectors::CommandOutput;
using collectors::RunningCommand;

/// "smartctl --json=c -a /dev/sda", for complaints.
std::string text_of(const std::vector<std::string>& arguments) {
    constexpr std::size_t text_bytes_max = 120;
    std::string text;
    for (const std::string& argument : arguments)
        text += (text.empty() ? "" : " ") + argument;
    if (text.size() > text_bytes_max) text = text.substr(0, text_bytes_max) + " …";
    return text;
}

std::string signal_text(int number) {
    const char* name = ::sigabbrev_np(number);
    return name ? "signal SIG" + std::string{name} : "signal " + std::to_string(number);
}

}  // namespace

/// What the asker holds.
class CommandProcesses::Handle final : public RunningCommand {
public:
    Handle(CommandProcesses& processes, std::uint64_t id) : processes_(processes), id_(id) {}

    ~Handle() override { processes_.give_up(id_); }

    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    std::optional<Outcome> poll() override { return processes_.poll(id_); }

private:
    CommandProcesses& processes_;
    std::uint64_t id_;
};

CommandProcesses::~CommandProcesses() {
    for (auto& [id, run] : runs_)
        end(run);
    bury_killed();
}

Result<void> CommandProcesses::check_room(const std::vector<std::string>& arguments) {
    bury_killed();
    const bool same_is_stuck =
        std::any_of(killed_.begin(), killed_.end(),
                    [&](const Killed& killed) { return killed.arguments == arguments; });
    std::string_view reason;
    if (same_is_stuck) reason = "an earlier run was killed and is still stuck in the kernel";
    if (killed_.size() >= killed_max) reason = "not started, too many programs are stuck";
    if (runs_.size() >= running_max) reason = "not started, too many programs run";
    if (reason.empty()) return {};
    ++refused_;
    return fail(Errc::unavailable, text_of(arguments) + ": " + std::string{reason});
}

Result<std::unique_ptr<RunningCommand>> CommandProcesses::start(Command command) {
    if (auto room = check_room(command.arguments); !room) return fail(std::move(room).error());
    auto child = ChildProcess::start(command.arguments);
    if (!child) return fail(std::move(child).error());
    const std::uint64_t id = next_id_++;
    const std::size_t output_max = command.output_bytes_max;
    const TimePoint ends_by = clock_.now() + command.deadline;
    runs_.emplace(id, Run{std::move(command), ends_by, std::move(*child), BoundedText{output_max},
                          BoundedText{error_bytes_max}});
    return std::make_unique<Handle>(*this, id);
}

void CommandProcesses::step(Run& run, TimePoint now) {
    if (!run.child) return;
    run.child->read(run.output, run.errors);
    if (const auto ended = run.child->reap()) {
        run.child->read(run.output, run.errors);
        run.child.reset();
        if (ended->by_signal) {
            run.outcome = fail(Errc::unreadable, text_of(run.command.arguments) + ": ended by " +
                                                     signal_text(ended->code));
        } else {
            run.outcome =
                CommandOutput{ended->code, std::move(run.output.text), std::move(run.errors.text)};
        }
    } else if (now >= run.ends_by) {
        end(run);
        run.outcome = fail(Errc::unavailable, text_of(run.command.arguments) +
                                                  ": killed, it took longer than " +
                                                  format_duration(run.command.deadline));
    }
}

void CommandProcesses::end(Run& run) {
    if (!run.child) return;
    kill_(run.child->id());
    killed_.push_back({run.command.arguments, std::move(*run.child), clock_.now()});
    run.child.reset();
}

std::optional<CommandProcesses::Outcome> CommandProcesses::poll(std::uint64_t id) {
    const auto found = runs_.find(id);
    if (found == runs_.end()) return std::nullopt;
    step(found->second, clock_.now());
    std::optional<Outcome> outcome = std::move(found->second.outcome);
    if (outcome) runs_.erase(found);
    return outcome;
}

void CommandProcesses::give_up(std::uint64_t id) {
    const auto found = runs_.find(id);
    if (found == runs_.end()) return;
    end(found->second);
    runs_.erase(found);
}

void CommandProcesses::look() {
    const TimePoint now = clock_.now();
    for (auto& [id, run] : runs_)
        step(run, now);
    bury_killed();
}

std::size_t CommandProcesses::stuck_count() const {
    const TimePoint long_ago = clock_.now() - stuck_after;
    return static_cast<std::size_t>(
        std::count_if(killed_.begin(), killed_.end(),
                      [long_ago](const Killed& killed) { return killed.at <= long_ago; }));
}

void CommandProcesses::bury_killed() {
    killed_.remove_if([](Killed& killed) { return killed.child.reap().has_value(); });
}

}  // namespace foreshock::agent
