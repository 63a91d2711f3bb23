#include "server/app/command_line.hpp"

#include <sstream>

#include <CLI/CLI.hpp>

namespace foreshock::app {
namespace {

void add_options(CLI::App& app, CommandLine& line) {
    app.add_option("--config", line.config, "Configuration file [/etc/foreshock/server.toml]");
    app.add_option("--data", line.data, "Data folder, over server.data");
}

void add_agent_commands(CLI::App& app, CommandLine& line) {
    using Verb = CommandLine::Verb;
    CLI::App* agent = app.add_subcommand("agent", "Which agents may send reports");
    agent->require_subcommand(1);
    CLI::App* add = agent->add_subcommand("add", "Let an agent in: prints its new token, once");
    CLI::App* list = agent->add_subcommand("list", "The agents that are let in");
    CLI::App* remove = agent->add_subcommand("remove", "Let an agent in no more");
    for (CLI::App* command : {add, list, remove})
        add_options(*command, line);
    for (CLI::App* command : {add, remove}) {
        command->add_option("NAME", line.agent, "The agent's name, by default its host's")
            ->required();
    }
    add->callback([&line] { line.verb = Verb::agent_add; });
    list->callback([&line] { line.verb = Verb::agent_list; });
    remove->callback([&line] { line.verb = Verb::agent_remove; });
}

}  // namespace

ParsedCommandLine parse_command_line(const std::vector<std::string>& arguments,
                                     const std::string& version) {
    ParsedCommandLine parsed;
    CommandLine& line = parsed.line;
    CLI::App app{"Foreshock's server: takes the agents' reports, keeps incidents, tells people.",
                 "foreshock-server"};
    app.set_version_flag("--version", "foreshock-server " + version);
    add_options(app, line);
    app.add_option("--listen", line.listen, "Address and port, over server.listen");
    bool check_only = false;
    bool print_only = false;
    app.add_flag("--check-config", check_only, "Check the configuration and exit");
    app.add_flag("--print-effective", print_only, "Print the configuration in effect and exit");
    add_agent_commands(app, line);
    CLI::App* mail_in = app.add_subcommand(
        "mail-in", "Hand a mail on standard input to the running server: for a mail server's pipe");
    add_options(*mail_in, line);
    mail_in->callback([&line] { line.verb = CommandLine::Verb::mail_in; });

    std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError& end) {
        std::ostringstream out;
        std::ostringstream err;
        const int code = app.exit(end, out, err);
        parsed.exit_code = code == 0 ? 0 : 2;
        parsed.out = out.str();
        parsed.err = err.str();
        return parsed;
    }
    if (check_only) line.verb = CommandLine::Verb::check;
    if (print_only) line.verb = CommandLine::Verb::print;
    return parsed;
}

}  // namespace foreshock::app
