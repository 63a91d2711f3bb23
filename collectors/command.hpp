#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

/// A program of the host that is asked a question: {"smartctl", "--json", "-a", "/dev/sda"}.
struct Command {
    std::vector<std::string>
        arguments;  ///< the program, found in PATH unless it has a slash, first
    Duration deadline = std::chrono::seconds{10};
    std::size_t output_bytes_max = 256 << 10;  ///< the rest is read and thrown away
};

struct CommandOutput {
    int exit_code = 0;
    std::string output;  ///< what it wrote to standard output
    std::string errors;  ///< and to standard error, its first 4 KiB
};

/// One run of a command. Giving it up kills it. For one thread.
class RunningCommand {
public:
    virtual ~RunningCommand() = default;

    /// None while it runs; then its outcome, once. unavailable: the deadline passed and it was
    /// killed. unreadable: a signal ended it.
    virtual std::optional<Result<CommandOutput>> poll() = 0;
};

/// Runs programs without ever waiting for them. Implemented in agent/. For one thread.
class CommandRunner {
public:
    virtual ~CommandRunner() = default;

    /// Starts it without a shell, with nothing on standard input. no_data: there is no such
    /// program. unavailable: too many run, or an earlier run of the same arguments is stuck in the
    /// kernel and cannot be killed.
    virtual Result<std::unique_ptr<RunningCommand>> start(Command command) = 0;

    /// Programs that were killed and did not go away: they wait in the kernel.
    [[nodiscard]] virtual std::size_t stuck_count() const { return 0; }
};

}  // namespace foreshock::collectors
