#pragma once

#include <string>

#include <poll.h>
#include <unistd.h>

#include "cli/exit_code.hpp"
#include "core/clock.hpp"

namespace foreshock::cli {

/// What both children of the demo do: they listen to their parent between steps.
class DemoSteps {
public:
    explicit DemoSteps(const Clock& clock) : clock_(clock) {}

    enum class Heard { nothing, a_line, the_end };

    /// Until `at`, or until the parent says something.
    Heard wait_until(TimePoint at) {
        for (;;) {
            const Duration left = at - clock_.now();
            if (left <= Duration{0}) return Heard::nothing;
            const Heard heard = wait(left);
            if (heard != Heard::nothing) return heard;
        }
    }

    Heard wait(Duration span) {
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (::poll(&input, 1, static_cast<int>(span.count())) <= 0) return Heard::nothing;
        char bytes[64];
        return ::read(STDIN_FILENO, bytes, sizeof bytes) > 0 ? Heard::a_line : Heard::the_end;
    }

    void report(const char* what) const {
        const std::string line =
            std::string{what} + " " + std::to_string(to_unix_ms(clock_.now())) + "\n";
        [[maybe_unused]] const ssize_t written = ::write(STDOUT_FILENO, line.data(), line.size());
    }

    [[nodiscard]] TimePoint now() const { return clock_.now(); }

private:
    const Clock& clock_;
};

/// The common course: quiet, step by step at an even pace until a step fails, wait for a word,
/// undo, wait for the end. `step` says whether it went well.
template <class Step, class Undo>
int run_demo_steps(DemoSteps& steps, Duration baseline, Duration pace, Step step, Undo undo) {
    using Heard = DemoSteps::Heard;
    if (steps.wait_until(steps.now() + baseline) != Heard::nothing) return exit_ok;
    steps.report("leaking");
    const TimePoint begin = steps.now();
    for (int i = 1; step(); ++i) {
        if (steps.wait_until(begin + pace * i) != Heard::nothing) return exit_ok;
    }
    steps.report("failed");
    while (true) {
        const Heard heard = steps.wait(std::chrono::hours{1});
        if (heard == Heard::the_end) return exit_ok;
        if (heard == Heard::nothing) continue;
        undo();
        steps.report("closed");
    }
}

}  // namespace foreshock::cli
