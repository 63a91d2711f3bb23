#include "collectors/checks/checks.hpp"

namespace foreshock::collectors {
namespace {

constexpr int unknown_state = 3;

/// The guidelines know 0 to 3; a shell's 126 and 127, or a crash, are unknown.
PluginAnswer answer_of(const Result<CommandOutput>& ended) {
    PluginAnswer answer;
    if (!ended) {
        answer.output.line = ended.error().what;
        return answer;
    }
    const bool is_state = ended->exit_code >= 0 && ended->exit_code <= unknown_state;
    answer.state = is_state ? ended->exit_code : unknown_state;
    answer.output = parse_plugin_output(ended->output.empty() ? ended->errors : ended->output);
    if (!is_state) {
        answer.output.line =
            "exit status " + std::to_string(ended->exit_code) + ": " + answer.output.line;
    }
    return answer;
}

class PluginCheck final : public Check {
public:
    PluginCheck(const CheckSettings& settings, const CollectorContext& context)
        : every_(settings.every),
          command_{std::get<PluginTarget>(settings.target).command, settings.timeout},
          commands_(context.commands),
          report_(settings) {}

    void collect(TimePoint now, SampleSink& out) override {
        if (running_) {
            const auto ended = running_->poll();
            if (!ended) return;
            running_.reset();
            return report_.add(answer_of(*ended), out);
        }
        if (now >= due_) start(now, out);
    }

    [[nodiscard]] const std::string& state() const override { return report_.state(); }

private:
    void start(TimePoint now, SampleSink& out) {
        due_ = now + every_;
        if (!commands_) return report_.add_unable("this agent runs no programs", out);
        auto started = commands_->start(command_);
        if (!started) return report_.add_unable(started.error().what, out);
        running_ = std::move(*started);
    }

    Duration every_;
    Command command_;
    CommandRunner* commands_;
    CheckReport report_;
    std::unique_ptr<RunningCommand> running_;
    TimePoint due_{};
};

}  // namespace

std::unique_ptr<Check> make_plugin_check(const CheckSettings& settings,
                                         const CollectorContext& context) {
    return std::make_unique<PluginCheck>(settings, context);
}

}  // namespace foreshock::collectors
