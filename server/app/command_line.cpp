#include "server/app/command_line.hpp"

#include <sstream>

#include <CLI/CLI.hpp>

#include "command_line/completion.hpp"

namespace foreshock::app {
namespace {

void add_options(CLI::App& app, CommandLine& line) {
    app.add_option("--config", line.config, "Configuration file [/etc/foreshock/server.toml]")
        ->type_name("FILE");
    app.add_option("--data", line.data, "Data folder, over server.data")->type_name("FOLDER");
}

CLI::App* add_enrolment_verb(CLI::App& to, CommandLine& line, EnrolmentOrder::Verb verb,
                             const char* name, const char* help) {
    CLI::App* command = to.add_subcommand(name, help);
    add_options(*command, line);
    command->callback([&line, verb] {
        line.verb = CommandLine::Verb::enrolment;
        line.enrolment.verb = verb;
    });
    return command;
}

void add_certificate_commands(CLI::App& agent, CommandLine& line) {
    using Verb = EnrolmentOrder::Verb;
    add_enrolment_verb(agent, line, Verb::agent_revoke, "revoke",
                       "Revoke an agent's certificates, at once; it needs a new token to come back")
        ->add_option("NAME", line.enrolment.name, "The agent's name")
        ->type_name("")
        ->required();
    add_enrolment_verb(agent, line, Verb::agent_certificates, "certificates",
                       "The certificates that agents have: agent, serial, state, times, token")
        ->add_option("NAME", line.enrolment.name, "Of one agent only")
        ->type_name("");
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
            ->type_name("")
            ->required();
    }
    add->callback([&line] { line.verb = Verb::agent_add; });
    list->callback([&line] { line.verb = Verb::agent_list; });
    remove->callback([&line] { line.verb = Verb::agent_remove; });
    add_certificate_commands(*agent, line);
}

void add_enrolment_commands(CLI::App& app, CommandLine& line) {
    using Verb = EnrolmentOrder::Verb;
    EnrolmentOrder& order = line.enrolment;
    CLI::App* token = app.add_subcommand("token", "Tokens by which hosts enrol with this server");
    token->require_subcommand(1);
    CLI::App* create = add_enrolment_verb(*token, line, Verb::token_create, "create",
                                          "A new token: printed, once");
    create->add_option("--ttl", order.ttl, "How long it is good, at most 90d [1h]");
    create->add_option("--uses", order.uses, "How many hosts it lets in [1]");
    create->add_option("--label", order.labels, "A label for each of them, name=value; repeatable");
    create->add_flag("--replace", order.may_replace,
                     "Hosts that were installed anew may take their names again");
    add_enrolment_verb(*token, line, Verb::token_list, "list",
                       "Id, state, uses, end, labels of each");
    add_enrolment_verb(*token, line, Verb::token_revoke, "revoke",
                       "The token is worth nothing from now on")
        ->add_option("ID", order.name, "As `list` shows it")
        ->required();
}

void add_upkeep_commands(CLI::App& app, CommandLine& line) {
    using Verb = CommandLine::Verb;
    const auto add = [&](const char* name, const char* help, Verb verb) {
        CLI::App* const command = app.add_subcommand(name, help);
        add_options(*command, line);
        command->callback([&line, verb] { line.verb = verb; });
        return command;
    };
    add("check", "Examine the data: incidents always, samples while no server runs",
        Verb::data_check);
    add("migrate", "Bring the data to this program's version, as the next start would",
        Verb::migrate);
    add("backup", "Copy all data into a new folder, while the server runs too, and verify it",
        Verb::backup)
        ->add_option("FOLDER", line.folder, "The new folder")
        ->type_name("")
        ->required();
    add("restore", "Put a backup into the data folder; what is there is kept beside", Verb::restore)
        ->add_option("FOLDER", line.folder, "The backup")
        ->type_name("")
        ->required();
    add("export", "Print all incidents with their timelines, a JSON object per line",
        Verb::export_incidents);
    add("stats", "Print how much there is of what", Verb::stats);
}

struct PersonVerb {
    PersonOrder::Verb verb;
    const char* name;
    const char* help;
};

CLI::App* add_person_verb(CLI::App& to, CommandLine& line, const PersonVerb& verb) {
    CLI::App* command = to.add_subcommand(verb.name, verb.help);
    add_options(*command, line);
    command->callback([&line, asked = verb.verb] {
        line.verb = CommandLine::Verb::person;
        line.person.verb = asked;
    });
    return command;
}

void add_token_commands(CLI::App& person, CommandLine& line) {
    using Verb = PersonOrder::Verb;
    CLI::App* token = person.add_subcommand("token", "Tokens by which programs act for people");
    token->require_subcommand(1);
    CLI::App* create =
        add_person_verb(*token, line, {Verb::token_create, "create", "A new token: printed, once"});
    CLI::App* list =
        add_person_verb(*token, line, {Verb::token_list, "list", "Whose, and how long"});
    CLI::App* revoke = add_person_verb(
        *token, line, {Verb::token_revoke, "revoke", "The token is worth nothing from now on"});
    create->add_option("NAME", line.person.name, "The person it acts for")->required();
    create->add_option("--label", line.person.label, "What it is for")->required();
    create->add_option("--role", line.person.role, "No more than the person's [the person's]");
    create->add_option("--ttl", line.person.ttl, "How long it is good, such as 90d [for ever]");
    list->add_option("NAME", line.person.name, "Of one person only");
    revoke->add_option("ID", line.person.name, "As `list` shows it")->required();
}

void add_person_commands(CLI::App& app, CommandLine& line) {
    using Verb = PersonOrder::Verb;
    CLI::App* person = app.add_subcommand("person", "Who may log in");
    person->require_subcommand(1);
    CLI::App* add = add_person_verb(
        *person, line,
        {Verb::add, "add", "Adds somebody; without a password prints a link for one"});
    add->add_option("--title", line.person.title, "The name as people write it");
    add->add_option("--role", line.person.role, "viewer, responder or admin [viewer]");
    add_person_verb(*person, line, {Verb::list, "list", "Everybody, with role and state"});
    CLI::App* disable = add_person_verb(
        *person, line, {Verb::disable, "disable", "Ends all sessions; may do nothing from now on"});
    CLI::App* enable =
        add_person_verb(*person, line, {Verb::enable, "enable", "May come in again"});
    CLI::App* password = add_person_verb(
        *person, line, {Verb::password, "password", "Sets a password, or prints a link for one"});
    for (CLI::App* command : {add, disable, enable, password})
        command->add_option("NAME", line.person.name, "The short name, such as ann.lee")
            ->required();
    for (CLI::App* command : {add, password}) {
        command->add_option("--password-file", line.person.password_file,
                            "A file whose first line is the password; - reads it from here");
    }
    add_token_commands(*person, line);
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
    app.add_option("--listen", line.listen, "Address and port, over server.listen")
        ->type_name("ADDRESS:PORT");
    bool check_only = false;
    bool print_only = false;
    app.add_flag("--check-config", check_only, "Check the configuration and exit");
    app.add_flag("--print-effective", print_only, "Print the configuration in effect and exit");
    std::string shell;
    const std::vector<std::string> shells{"bash", "zsh", "fish", "markdown"};
    app.add_option("--completion", shell,
                   "Print a script that completes this in your shell: bash, zsh, fish")
        ->type_name("SHELL")
        ->check(CLI::IsMember(shells).description("").name(command_line::choices_name(shells)));
    add_agent_commands(app, line);
    add_upkeep_commands(app, line);
    add_person_commands(app, line);
    add_enrolment_commands(app, line);
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
    if (!shell.empty()) {
        parsed.exit_code = 0;
        parsed.out = command_line::completion_script(command_line::command_tree(app), shell);
    }
    if (check_only) line.verb = CommandLine::Verb::check;
    if (print_only) line.verb = CommandLine::Verb::print;
    return parsed;
}

}  // namespace foreshock::app
