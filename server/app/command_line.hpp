#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/app/enrolment_admin.hpp"
#include "server/app/people_admin.hpp"

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
        data_check,
        migrate,
        backup,
        restore,
        export_incidents,
        stats,
        person,
        mail_in,
        enrolment
    };

    Verb verb = Verb::serve;
    std::string config;                 ///< empty: the default file, if it is there
    std::optional<std::string> listen;  ///< over the configuration
    std::optional<std::string> data;
    std::string agent;   ///< of `agent add` and `agent remove`
    std::string folder;  ///< of `backup` and `restore`

    /// It works on the data folder and ends.
    [[nodiscard]] bool is_upkeep() const { return verb >= Verb::data_check && verb <= Verb::stats; }

    PersonOrder person;        ///< of `person …`
    EnrolmentOrder enrolment;  ///< of `token …`, `agent revoke` and `agent certificates`
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
