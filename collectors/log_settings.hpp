#pragma once

#include <string>
#include <vector>

namespace foreshock::collectors {

/// Which logs are read, and how much of them. [logs] in agent.toml.
struct LogSettings {
    static constexpr std::size_t lines_per_second_min = 10;
    static constexpr std::size_t lines_per_second_limit = 100'000;

    std::string root;          ///< the host's files lie below it; empty: logs are not read
    std::string state_folder;  ///< where positions are kept; empty: they are not kept
    bool journal = true;
    bool plain_files = true;
    bool kernel = true;

    /// Paths or patterns (glob(7)). Those that do not exist are looked for again.
    std::vector<std::string> files = {"/var/log/syslog", "/var/log/messages", "/var/log/kern.log",
                                      "/var/log/auth.log"};
    std::vector<std::string> exclude;         ///< patterns of paths that are not followed
    std::size_t lines_per_second_max = 1000;  ///< of the journal, and of all files together
    bool evidence = true;                     ///< keep the last lines for snapshots
};

}  // namespace foreshock::collectors
