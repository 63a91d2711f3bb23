#include "cli/child_process.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace foreshock::cli {
namespace {

constexpr std::size_t pending_bytes_max = 64 << 10;

std::vector<char*> as_argv(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));  // exec does not write to them
    }
    argv.push_back(nullptr);
    return argv;
}

/// In the child, between fork and exec: nothing here may allocate.
[[noreturn]] void become(char* const* argv, int input, int output, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::execv("/proc/self/exe", argv);
    ::_exit(127);
}

}  // namespace

Result<ChildProcess> ChildProcess::start_self(const std::vector<std::string>& arguments) {
    int to_child[2];
    int from_child[2];
    if (::pipe2(to_child, O_CLOEXEC) != 0) return fail(Errc::unavailable, std::strerror(errno));
    const UniqueFd child_input{to_child[0]};
    UniqueFd input{to_child[1]};
    if (::pipe2(from_child, O_CLOEXEC) != 0) return fail(Errc::unavailable, std::strerror(errno));
    UniqueFd output{from_child[0]};
    const UniqueFd child_output{from_child[1]};
    std::vector<std::string> all{"foreshock"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const std::vector<char*> argv = as_argv(all);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) return fail(Errc::unavailable, std::strerror(errno));
    if (pid == 0) become(argv.data(), child_input.get(), child_output.get(), parent);
    ::fcntl(output.get(), F_SETFL, O_NONBLOCK);
    return ChildProcess{pid, std::move(input), std::move(output)};
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      pending_(std::move(other.pending_)),
      has_ended_(other.has_ended_) {}

ChildProcess::~ChildProcess() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void ChildProcess::say(std::string_view line) {
    const std::string bytes = std::string{line} + "\n";
    // A child that is gone is noticed by its silence.
    [[maybe_unused]] const ssize_t written = ::write(input_.get(), bytes.data(), bytes.size());
}

std::optional<std::string> ChildProcess::read_line() {
    char part[512];
    while (pending_.find('\n') == std::string::npos && pending_.size() < pending_bytes_max) {
        const ssize_t count = ::read(output_.get(), part, sizeof part);
        if (count == 0) has_ended_ = true;
        if (count <= 0) return std::nullopt;
        pending_.append(part, static_cast<std::size_t>(count));
    }
    const auto end = std::min(pending_.find('\n'), pending_.size());
    std::string line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    return line;
}

Result<void> run_program(const std::vector<std::string>& arguments) {
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, arguments.front().c_str(), nullptr, &attributes,
                                     as_argv(arguments).data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        return fail(Errc::unavailable, arguments.front() + ": " + std::strerror(error));
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return fail(Errc::unavailable, arguments.front() + " failed");
    }
    return {};
}

}  // namespace foreshock::cli
