#include <algorithm>
#include <string>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>

#include "cli/demo_leak.hpp"
#include "cli/demo_steps.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::cli {
namespace {

constexpr Duration pace = std::chrono::milliseconds{250};

double available_bytes(const std::string& path) {
    struct statvfs space {};

    if (::statvfs(path.c_str(), &space) != 0) return 0;
    return static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize);
}

bool write_all(int fd, const std::string& bytes) {
    std::size_t written = 0;
    while (written < bytes.size()) {
        const ssize_t count = ::write(fd, bytes.data() + written, bytes.size() - written);
        if (count <= 0) return false;
        written += static_cast<std::size_t>(count);
    }
    return true;
}

}  // namespace

int run_demo_fill(const DemoArguments& arguments, const Clock& clock) {
    ::prctl(PR_SET_NAME, "filler-demo");
    const std::string path = arguments.path + "/growing.log";
    const UniqueFd file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!file.valid()) return exit_refused;
    const double chunks = std::max(to_seconds(arguments.length) / to_seconds(pace), 1.0);
    const std::string chunk(static_cast<std::size_t>(available_bytes(arguments.path) / chunks),
                            'x');
    DemoSteps steps{clock};
    return run_demo_steps(
        steps, arguments.baseline, pace, [&] { return write_all(file.get(), chunk); },
        [&] { [[maybe_unused]] const int emptied = ::ftruncate(file.get(), 0); });
}

}  // namespace foreshock::cli
