#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "core/result.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::cli {

/// This program again, as a child with a pipe each way. It is killed when this is destroyed, and
/// by the kernel should this process die in any other way.
class ChildProcess {
public:
    static Result<ChildProcess> start_self(const std::vector<std::string>& arguments);

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;
    ~ChildProcess();

    [[nodiscard]] pid_t pid() const { return pid_; }

    [[nodiscard]] int output() const { return output_.get(); }

    [[nodiscard]] bool has_ended() const { return has_ended_; }

    void say(std::string_view line);

    /// A line of its output if one is complete; never waits.
    std::optional<std::string> read_line();

private:
    ChildProcess(pid_t pid, UniqueFd input, UniqueFd output)
        : pid_(pid), input_(std::move(input)), output_(std::move(output)) {}

    pid_t pid_ = -1;
    UniqueFd input_;
    UniqueFd output_;
    std::string pending_;
    bool has_ended_ = false;
};

/// Runs a program of the system to its end; its messages go to standard error. unavailable when
/// it cannot be started or fails.
Result<void> run_program(const std::vector<std::string>& arguments);

}  // namespace foreshock::cli
