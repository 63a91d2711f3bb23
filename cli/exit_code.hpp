#pragma once

namespace foreshock::cli {

/// What the shell is told.
enum ExitCode : int {
    exit_ok = 0,
    exit_refused = 1,      ///< the server said no, or what was asked for did not come true
    exit_usage = 2,        ///< the command line makes no sense
    exit_unreachable = 3,  ///< no server there
};

}  // namespace foreshock::cli
