#include "collectors/hardware/periodic_command.hpp"

#include "collectors/hardware/attribute_files.hpp"
#include "collectors/text_scan.hpp"

namespace foreshock::collectors {

bool PeriodicCommand::is_due(TimePoint now) const {
    return !running_ && (!asked_at_ || now < *asked_at_ || now - *asked_at_ >= every_);
}

Result<void> PeriodicCommand::ask(TimePoint now) {
    asked_at_ = now;
    absent_.reset();
    auto started = runner_->start(command_);
    if (!started) {
        if (started.error().code == Errc::no_data) absent_ = started.error();
        return fail(std::move(started).error());
    }
    running_ = std::move(*started);
    return {};
}

Result<std::optional<std::string>> PeriodicCommand::look(TimePoint now) {
    if (!runner_) return fail(Errc::no_data, command_.arguments.front() + ": cannot be run here");
    if (is_due(now)) {
        if (auto asked = ask(now); !asked) return fail(std::move(asked).error());
    }
    if (absent_) return fail(*absent_);
    auto outcome = running_ ? running_->poll() : std::nullopt;
    if (!outcome) return std::optional<std::string>{};
    running_.reset();
    if (!*outcome) return fail(std::move(*outcome).error());
    if ((*outcome)->exit_code != 0) {
        return fail(Errc::unreadable, complaint_of(command_.arguments.front(), **outcome));
    }
    return std::optional{std::move((*outcome)->output)};
}

std::string complaint_of(const std::string& program, const CommandOutput& outcome) {
    std::string text = program + ": exit code " + std::to_string(outcome.exit_code);
    const std::string_view words = first_line(outcome.errors);
    if (!words.empty()) text += ": " + label_text(words);
    return text;
}

}  // namespace foreshock::collectors
