#include "cli/demo_leak.hpp"

#include <algorithm>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "cli/demo_steps.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::cli {

int run_demo_leak(const DemoArguments& arguments, const Clock& clock) {
    const rlimit limit{arguments.files_max, arguments.files_max};
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return exit_refused;
    ::prctl(PR_SET_NAME, "leaky-demo");
    std::vector<UniqueFd> leaked;
    // Its own few descriptors are open already: the next one shows how many.
    const UniqueFd probe{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    const auto left = std::max(arguments.files_max - static_cast<unsigned>(probe.get()), 1U);
    DemoSteps steps{clock};
    return run_demo_steps(
        steps, arguments.baseline, arguments.length / left,
        [&] {
            leaked.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
            return leaked.back().valid();
        },
        [&] { leaked.clear(); });
}

}  // namespace foreshock::cli
