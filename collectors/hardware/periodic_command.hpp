#pragma once

#include <memory>
#include <optional>

#include "collectors/command.hpp"

namespace foreshock::collectors {

/// One program that is asked the same question again and again, and answers in its own time.
class PeriodicCommand {
public:
    /// `runner` may be null: then there is no data.
    PeriodicCommand(CommandRunner* runner, Command command, Duration every)
        : runner_(runner), command_(std::move(command)), every_(every) {}

    /// Begins to ask when that is due, and gives the answer once it has come; none meanwhile.
    /// An error stands until there is an answer again: no_data when there is no such program,
    /// unreadable, in its own words, when it ended with another exit code than 0, and those that
    /// CommandRunner and RunningCommand have.
    Result<std::optional<std::string>> look(TimePoint now);

private:
    [[nodiscard]] bool is_due(TimePoint now) const;
    void ask(TimePoint now);
    std::optional<std::string> take_answer();

    CommandRunner* runner_;
    Command command_;
    Duration every_;
    std::optional<TimePoint> asked_at_;
    std::optional<Error> standing_;
    std::unique_ptr<RunningCommand> running_;
};

/// What a program says about why it failed: "lvs: exit code 5: Permission denied".
std::string complaint_of(const std::string& program, const CommandOutput& outcome);

}  // namespace foreshock::collectors
