#include "collectors/hardware/periodic_command.hpp"

#include "collectors/hardware/attribute_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {

bool PeriodicCommand::is_due(TimePoint now) const {
    return !running_ && (!asked_at_ || now < *asked_at_ || now - *asked_at_ >= every_);
}

void PeriodicCommand::ask(TimePoint now) {
    asked_at_ = now;
    auto started = runner_->start(command_);
    if (started) {
        running_ = std::move(*started);
    } else {
        standing_ = std::move(started).error();
    }
}

std::optional<std::string> PeriodicCommand::take_answer() {
    auto outcome = running_ ? running_->poll() : std::nullopt;
    if (!outcome) return std::nullopt;
    running_.reset();
    standing_.reset();
    if (*outcome && (*outcome)->exit_code == 0) return std::move((*outcome)->output);
    standing_ = *outcome
                    ? Error{Errc::unreadable, complaint_of(command_.arguments.front(), **outcome)}
                    : std::move(*outcome).error();
    return std::nullopt;
}

Result<std::optional<std::string>> PeriodicCommand::look(TimePoint now) {
    if (!runner_) return fail(Errc::no_data, command_.arguments.front() + ": cannot be run here");
    if (is_due(now)) ask(now);
    auto answer = take_answer();
    if (standing_) return fail(*standing_);
    return answer;
}

std::string complaint_of(const std::string& program, const CommandOutput& outcome) {
    std::string text = program + ": exit code " + std::to_string(outcome.exit_code);
    const std::string_view words = first_line(outcome.errors);
    if (!words.empty()) text += ": " + label_text(words);
    return text;
}

}  // namespace foreshock::collectors
