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
    /// no_data while there is no such program: it is looked for again when the next question is
    /// due. unreadable when it ends with another exit code than 0, in its own words. Other errors
    /// as CommandRunner and RunningCommand have them.
    Result<std::optional<std::string>> look(TimePoint now);

private:
    [[nodiscard]] bool is_due(TimePoint now) const;
    Result<void> ask(TimePoint now);

    CommandRunner* runner_;
    Command command_;
    Duration every_;
    std::optional<TimePoint> asked_at_;
    std::optional<Error> absent_;
    std::unique_ptr<RunningCommand> running_;
};

/// What a program says about why it failed: "lvs: exit code 5: Permission denied".
std::string complaint_of(const std::string& program, const CommandOutput& outcome);

}  // namespace foreshock::collectors
