#pragma once

#include <optional>
#include <string>
#include <vector>

namespace foreshock::app {

/// What foreshock-server was asked to do.
struct CommandLine {
    enum class Verb : std::uint8_t {
        serve,
        check,
        print,
        agent_add,
        agent_list,
        agent_remove,
        mail_in
    };

    Verb verb = Verb::serve;
    std::string config;                 ///< empty: the default file, if it is there
    std::optional<std::string> listen;  ///< over the configuration
    std::optional<std::string> data;
    std::string agent;  ///< of `agent add` and `agent remove`
};

/// Either what to do, or what to print and how to exit (--help, --version, mistakes).
struct ParsedCommandLine {
    CommandLine line;
    std::optional<int> exit_code;
    std::string out;  ///< for standard output
    std::string err;  ///< for standard error
};

ParsedCommandLine parse_command_line(const std::vector<std::string>& arguments,
                                     const std::string& version);

}  // namespace foreshock::app
