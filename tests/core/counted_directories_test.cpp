#include "core/counted_directories.hpp"

#include <csignal>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace foreshock {
namespace {

UniqueFd open_proc() {
    return UniqueFd{::open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC)};
}

/// A process that waits to be ended.
class Child {
public:
    Child() : pid_(::fork()) {
        if (pid_ == 0) {
            ::pause();
            ::_exit(0);
        }
    }

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    ~Child() { end(); }

    void end() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

    [[nodiscard]] std::string files() const { return std::to_string(pid_) + "/fd"; }

private:
    pid_t pid_;
};

/// Before Linux 6.2 there is nothing to hold.
bool kernel_counts() {
    CountedDirectories directories;
    return directories.count(open_proc().get(), std::to_string(::getpid()) + "/fd").has_value();
}

TEST_CASE("counted directories: the count is that of the moment", "[core][host_fs]") {
    if (!kernel_counts()) return;
    const UniqueFd proc = open_proc();
    const std::string own = std::to_string(::getpid()) + "/fd";
    CountedDirectories directories;
    const auto first = directories.count(proc.get(), own);
    const auto held = directories.count(proc.get(), own);
    CHECK(held == *first);
    const UniqueFd one_more = open_proc();
    CHECK(directories.count(proc.get(), own) == *held + 1);
}

TEST_CASE("counted directories: of a process that has ended there is none", "[core][host_fs]") {
    if (!kernel_counts()) return;
    const UniqueFd proc = open_proc();
    CountedDirectories directories;
    Child child;
    const std::string files = child.files();
    CHECK(directories.count(proc.get(), files));
    CHECK(directories.count(proc.get(), files));
    child.end();
    CHECK_FALSE(directories.count(proc.get(), files));
    CHECK_FALSE(directories.count(proc.get(), files));
}

TEST_CASE("counted directories: what is not counted by the kernel is not held", "[core][host_fs]") {
    const UniqueFd proc = open_proc();
    CountedDirectories directories;
    CHECK_FALSE(directories.count(proc.get(), "sys"));
    CHECK_FALSE(directories.count(proc.get(), "nowhere"));
}

TEST_CASE("counted directories: beyond the bound one is held when another has ended",
          "[core][host_fs]") {
    if (!kernel_counts()) return;
    const UniqueFd proc = open_proc();
    CountedDirectories directories;
    std::vector<Child> children(CountedDirectories::held_max);
    for (const Child& child : children)
        REQUIRE(directories.count(proc.get(), child.files()));
    const Child late;
    for (std::size_t attempt = 0; attempt < 2; ++attempt)
        CHECK_FALSE(directories.count(proc.get(), late.files()));
    children.back().end();
    bool is_held = false;
    for (std::size_t attempt = 0; attempt < CountedDirectories::held_max; ++attempt)
        is_held = is_held || directories.count(proc.get(), late.files());
    CHECK(is_held);
}

}  // namespace
}  // namespace foreshock
