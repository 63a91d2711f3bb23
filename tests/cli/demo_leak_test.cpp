#include "cli/demo_leak.hpp"

#include <filesystem>

#include <catch2/catch.hpp>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/unique_fd.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::cli;

namespace {

/// A child of the demo at work, with its two pipes.
class Child {
public:
    template <class Run>
    explicit Child(Run run) {
        int input[2];
        int output[2];
        if (::pipe(input) != 0 || ::pipe(output) != 0) throw std::runtime_error("pipe");
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(input[0], STDIN_FILENO);
            ::dup2(output[1], STDOUT_FILENO);
            for (int fd : {input[0], input[1], output[0], output[1]})
                ::close(fd);
            const SystemClock clock;
            ::_exit(run(clock));
        }
        input_ = UniqueFd{input[1]};
        output_ = UniqueFd{output[0]};
        ::close(input[0]);
        ::close(output[1]);
    }

    ~Child() {
        if (pid_ > 0) ::kill(pid_, SIGKILL);
        if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
    }

    /// The next line's word, or what came within 10 s.
    std::string word() {
        std::string line;
        pollfd watched{output_.get(), POLLIN, 0};
        char byte = 0;
        while (::poll(&watched, 1, 10'000) > 0 && ::read(output_.get(), &byte, 1) == 1 &&
               byte != '\n') {
            line += byte;
        }
        return line.substr(0, line.find(' '));
    }

    [[nodiscard]] std::size_t open_files() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator{"/proc/" + std::to_string(pid_) + "/fd"}) {
            ++count;
        }
        return count;
    }

    void say() { [[maybe_unused]] const ssize_t done = ::write(input_.get(), "close\n", 6); }

    int end() {
        input_.reset();
        int status = 0;
        ::waitpid(std::exchange(pid_, -1), &status, 0);
        return status;
    }

private:
    pid_t pid_ = -1;
    UniqueFd input_;
    UniqueFd output_;
};

DemoArguments quick() {
    DemoArguments arguments;
    arguments.files_max = 40;
    arguments.baseline = Duration{20};
    arguments.length = Duration{200};
    return arguments;
}

}  // namespace

TEST_CASE("demo leak: opens files up to its own limit, lets go when told, ends with its input",
          "[cli][integration]") {
    Child child{[](const Clock& clock) { return run_demo_leak(quick(), clock); }};
    CHECK(child.word() == "leaking");
    CHECK(child.word() == "failed");
    CHECK(child.open_files() >= 40);  // and what was inherited above the limit
    child.say();
    CHECK(child.word() == "closed");
    CHECK(child.open_files() < 20);
    CHECK(child.end() == 0);
}

TEST_CASE("demo leak: ends at once when its parent is gone", "[cli][integration]") {
    DemoArguments slow = quick();
    slow.baseline = std::chrono::hours{1};
    Child child{[&](const Clock& clock) { return run_demo_leak(slow, clock); }};
    CHECK(child.end() == 0);
}

TEST_CASE("demo fill: a folder that cannot be written to is an error", "[cli][integration]") {
    DemoArguments arguments = quick();
    arguments.path = "/no/such/folder";
    Child child{[&](const Clock& clock) { return run_demo_fill(arguments, clock); }};
    CHECK(WEXITSTATUS(child.end()) == 1);
}
