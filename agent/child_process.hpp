#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "core/result.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::agent {

/// How a process ended (wait(2)).
struct ProcessEnd {
    bool by_signal = false;
    int code = 0;  ///< its exit code, or the signal
};

/// A text that keeps its first bytes and throws the rest away.
struct BoundedText {
    std::size_t bytes_max;
    std::string text{};

    void append(std::string_view bytes) {
        text.append(bytes.substr(0, bytes_max - std::min(bytes_max, text.size())));
    }
};

/// One program, run without a shell in a process group of its own, below "/", with nothing on its
/// standard input, three open files and an environment of PATH and LANG. No call waits. For one
/// thread; the program is killed when that thread ends.
class ChildProcess {
public:
    /// What a program that was found and cannot be executed ends with, as in shells.
    static constexpr int cannot_execute = 126;

    /// `arguments`: the program, then what it is told; never empty. The program is looked for in
    /// the folders of programs unless it has a slash. no_data: there is none. unavailable: the host
    /// has no process or file left to give.
    static Result<ChildProcess> start(const std::vector<std::string>& arguments);

    /// Takes what it has written by now.
    void read(BoundedText& output, BoundedText& errors);

    /// How it ended, once it has; what it left behind in its group is killed then.
    std::optional<ProcessEnd> reap();

    /// It leads the process group of that number, until it has been reaped.
    [[nodiscard]] pid_t id() const { return id_; }

private:
    ChildProcess(pid_t id, UniqueFd output, UniqueFd errors)
        : id_(id), output_(std::move(output)), errors_(std::move(errors)) {}

    pid_t id_;
    UniqueFd output_;
    UniqueFd errors_;
};

/// Ends all of a process group (SIGKILL); nobody in it can prevent that, but a kernel that waits
/// for a dead disk can put it off for ever.
void kill_group(pid_t group);

}  // namespace foreshock::agent
