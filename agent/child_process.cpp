#include "agent/child_process.hpp"

#include <array>
#include <cassert>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/system_error.hpp"

namespace foreshock::agent {
namespace {

constexpr std::array<std::string_view, 6> program_folders{
    "/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"};

constexpr std::size_t read_bytes = 16 << 10;
/// Reads per look: more than a pipe holds, less than a millisecond.
constexpr int reads_max = 32;
/// What a program can say before anybody looks.
constexpr int pipe_bytes = 256 << 10;

bool can_execute(const std::string& path) {
    struct stat found {};

    return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

Result<std::string> find_program(const std::string& name) {
    if (name.find('/') != std::string::npos && can_execute(name)) return name;
    for (const std::string_view folder : program_folders) {
        std::string path = std::string{folder} + name;
        if (name.find('/') == std::string::npos && can_execute(path)) return path;
    }
    return fail(Errc::no_data, name + ": there is no such program");
}

struct Pipe {
    UniqueFd read_end;
    UniqueFd write_end;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail(Errc::unavailable, "pipe: " + errno_text(errno));
    }
    // Only our end: programs do not expect a standard output that may be full.
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ::fcntl(ends[0], F_SETPIPE_SZ, pipe_bytes);
    return Pipe{UniqueFd{ends[0]}, UniqueFd{ends[1]}};
}

/// Everything that the child needs, made before the fork: other threads may hold the allocator's
/// lock in that moment, and nobody would ever release it in the child.
struct Launch {
    std::string program;
    std::vector<std::string> arguments;
    std::vector<std::string> environment{
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C", "LC_ALL=C"};
    std::vector<char*> argument_pointers{};
    std::vector<char*> environment_pointers{};
    int input = -1;
    int output = -1;
    int errors = -1;

    void make_pointers() {
        for (std::string& argument : arguments)
            argument_pointers.push_back(argument.data());
        for (std::string& variable : environment)
            environment_pointers.push_back(variable.data());
        argument_pointers.push_back(nullptr);
        environment_pointers.push_back(nullptr);
    }
};

/// In the child: only calls that are safe after a fork (signal-safety(7)).
[[noreturn]] void become(const Launch& launch) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::dup2(launch.input, STDIN_FILENO);
    ::dup2(launch.output, STDOUT_FILENO);
    ::dup2(launch.errors, STDERR_FILENO);
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    if (::chdir("/") == 0) {
        ::execve(launch.program.c_str(), launch.argument_pointers.data(),
                 launch.environment_pointers.data());
    }
    constexpr std::string_view complaint = "cannot be executed\n";
    [[maybe_unused]] const auto told = ::write(STDERR_FILENO, complaint.data(), complaint.size());
    ::_exit(ChildProcess::cannot_execute);
}

void read_pipe(UniqueFd& pipe, BoundedText& into) {
    std::array<char, read_bytes> buffer;
    for (int reads = 0; pipe.valid() && reads < reads_max; ++reads) {
        const ssize_t got = ::read(pipe.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) return pipe.reset();
        into.append({buffer.data(), static_cast<std::size_t>(got)});
    }
}

ProcessEnd end_of(const siginfo_t& seen) {
    return {seen.si_code != CLD_EXITED, seen.si_status};
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& arguments) {
    assert(!arguments.empty());
    auto program = find_program(arguments.front());
    if (!program) return fail(std::move(program).error());
    auto output = make_pipe();
    if (!output) return fail(std::move(output).error());
    auto errors = make_pipe();
    if (!errors) return fail(std::move(errors).error());
    const UniqueFd nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    if (!nothing.valid()) return fail(Errc::unavailable, "/dev/null: " + errno_text(errno));
    Launch launch{std::move(*program), arguments};
    launch.make_pointers();
    launch.input = nothing.get();
    launch.output = output->write_end.get();
    launch.errors = errors->write_end.get();
    // Not posix_spawn: it would wait for the exec, and so for the disk that holds the program.
    const pid_t id = ::fork();
    if (id < 0) return fail(Errc::unavailable, "fork: " + errno_text(errno));
    if (id == 0) become(launch);
    ::setpgid(id, id);  // as the child does: whoever comes first, it is done before any kill
    return ChildProcess{id, std::move(output->read_end), std::move(errors->read_end)};
}

void ChildProcess::read(BoundedText& output, BoundedText& errors) {
    read_pipe(output_, output);
    read_pipe(errors_, errors);
}

std::optional<ProcessEnd> ChildProcess::reap() {
    siginfo_t seen{};
    // Seen and not yet reaped, it still keeps its number, so that the group is surely its own.
    if (::waitid(P_PID, static_cast<id_t>(id_), &seen, WEXITED | WNOHANG | WNOWAIT) != 0) {
        return errno == EINTR ? std::nullopt : std::optional{ProcessEnd{true, 0}};
    }
    if (seen.si_pid == 0) return std::nullopt;
    kill_group(id_);
    while (::waitpid(id_, nullptr, WNOHANG) < 0 && errno == EINTR) {
    }
    return end_of(seen);
}

void kill_group(pid_t group) {
    ::kill(-group, SIGKILL);
}

}  // namespace foreshock::agent
