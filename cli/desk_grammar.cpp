#include "cli/desk_grammar.hpp"

#include <CLI/CLI.hpp>

namespace foreshock::cli {
namespace {

CLI::App& act(CLI::App& incidents, Arguments& arguments, const char* name, const char* help,
              Action action) {
    CLI::App& made = *incidents.add_subcommand(name, help);
    made.fallthrough();
    made.final_callback([&arguments, action] { arguments.action = action; });
    made.add_option("ID", arguments.id, "number, INC-000042 or inc-…")->type_name("")->required();
    return made;
}

}  // namespace

void add_desk_commands(CLI::App& incidents, Arguments& arguments) {
    CLI::App& apply = act(incidents, arguments, "apply",
                          "write the steps of a known fix that it offers into its work log",
                          Action::incident_apply);
    apply
        .add_option("KNOWN", arguments.desk.known_error, "the known error: ke-…, as `show` has it")
        ->type_name("")
        ->required();
    apply.add_option("--as", arguments.actor, "who you are")
        ->type_name("NAME")
        ->capture_default_str();
    CLI::App& breach =
        act(incidents, arguments, "breach",
            "say that it is a breach: only its responders see it from now on; takes --token-file",
            Action::incident_breach);
    breach
        .add_option("--words", arguments.text, "what is known (default: the incident's sentence)")
        ->type_name("TEXT");
    breach.add_option("--title", arguments.desk.title, "its title (default: the incident's)")
        ->type_name("TEXT");
    breach
        .add_option("--aware-at", arguments.desk.aware_at,
                    "since when somebody knew, such as 2026-03-01T08:30:00Z: the 72 hours of the "
                    "authority run from then (default: now)")
        ->type_name("TIME");
}

}  // namespace foreshock::cli
