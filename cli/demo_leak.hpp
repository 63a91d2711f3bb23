#pragma once

#include "cli/arguments.hpp"
#include "core/clock.hpp"

namespace foreshock::cli {

/// The child of the demo that leaks file descriptors towards its own small limit: it lowers the
/// limit, is quiet for the baseline, then opens /dev/null steadily until that fails. It reports
/// on standard output ("leaking MS", "failed MS", "closed MS", times in Unix milliseconds), closes
/// all when it reads a line, and ends at the end of its input. An exit code.
int run_demo_leak(const DemoArguments& arguments, const Clock& clock);

/// Likewise, but fills the filesystem at arguments.path; "failed" is its first failed write().
int run_demo_fill(const DemoArguments& arguments, const Clock& clock);

}  // namespace foreshock::cli
