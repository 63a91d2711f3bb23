#include "cli/host_grammar.hpp"

#include <CLI/CLI.hpp>

namespace foreshock::cli {
namespace {

CLI::App& command(CLI::App& to, const char* name, const char* help, Action action,
                  Arguments& arguments) {
    CLI::App& made = *to.add_subcommand(name, help);
    made.fallthrough();
    made.final_callback([&arguments, action] { arguments.action = action; });
    made.add_option("NAME", arguments.host.name, "its name or id")->type_name("")->required();
    made.add_flag("--yes", arguments.host.is_sure, "do it; without it only say what would be done");
    made.add_option("--as", arguments.actor, "who you are")
        ->type_name("NAME")
        ->capture_default_str();
    return made;
}

}  // namespace

void add_host_commands(CLI::App& app, Arguments& arguments) {
    CLI::App& host =
        *app.add_subcommand("host", "send a host away: forget it, or revoke its agent");
    host.fallthrough();
    host.require_subcommand(1);
    CLI::App& forget = command(host, "forget",
                               "it is no more: its symptoms end, nobody waits for it, its agent is "
                               "revoked",
                               Action::host_forget, arguments);
    forget.add_flag("--delete-history", arguments.host.deletes_history, "its samples go, too");
    forget.add_flag("--keep-identity", arguments.host.keeps_identity,
                    "its agent may come back as a new host without enrolling");
    command(host, "revoke",
            "nothing is taken from its agent any more; it shows as revoked, nobody is called",
            Action::host_revoke, arguments);
}

}  // namespace foreshock::cli
