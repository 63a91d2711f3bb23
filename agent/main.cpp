#include <cstdio>
#include <iostream>

#include <CLI/CLI.hpp>

#include "agent/console_log.hpp"
#include "agent/daemon.hpp"
#include "agent/enroll_command.hpp"
#include "agent/explain.hpp"
#include "agent/learned_command.hpp"
#include "agent/once.hpp"
#include "agent/status_socket.hpp"
#include "command_line/completion.hpp"

namespace {

using namespace foreshock;

struct Wishes {
    agent::CommandLine line;
    bool check_config = false;
    bool print_effective = false;
    bool once = false;
    bool explain = false;
    bool status = false;
    bool list = false;
    bool learned = false;
    bool json = false;
    std::string shell;
    std::vector<std::string> learned_words;
    bool enroll = false;
    agent::EnrollOrder enrolment;
};

/// One of these words; the help text names them already.
CLI::Validator one_of(const std::vector<std::string>& words) {
    return CLI::IsMember(words).description("").name(command_line::choices_name(words));
}

void describe(CLI::App& app, Wishes& wishes) {
    app.set_version_flag("--version", "foreshock-agent " FORESHOCK_VERSION);
    app.add_option("--config", wishes.line.config_file,
                   "configuration file (default: /etc/foreshock/agent.toml where it exists)")
        ->type_name("FILE");
    app.add_option("--server", wishes.line.server_url, "URL of the server")->type_name("URL");
    app.add_option("--data", wishes.line.state, "state folder")->type_name("FOLDER");
    app.add_option("--token-file", wishes.line.token_file, "file with the agent's token")
        ->type_name("FILE");
    app.add_option("--host-root", wishes.line.host_root, "look at the host below this folder")
        ->type_name("FOLDER");
    app.add_option("--log-level", wishes.line.log_level, "debug, info, warning or error")
        ->type_name("LEVEL")
        ->check(one_of({"debug", "info", "warning", "error"}));
    app.add_option("--ticks", wishes.line.ticks, "stop after so many ticks")
        ->check(CLI::PositiveNumber);
    app.add_flag("--check-config", wishes.check_config, "check configuration and packs, then exit");
    app.add_flag("--print-effective", wishes.print_effective, "print the whole configuration");
    auto* once = app.add_flag("--once", wishes.once, "collect twice, print the samples, exit");
    app.add_flag("--explain", wishes.explain, "say in words what was found on this host, exit")
        ->needs(once);
    app.add_flag("--status", wishes.status, "ask the running agent");
    app.add_flag("--list", wishes.list, "list collectors and signals");
    auto* learned = app.add_option("--learned", wishes.learned_words,
                                   "show what was learned about this host, or: reset [KIND "
                                   "[SUBJECT]], export FILE, import FILE");
    learned->expected(0, 3)->type_name("");
    app.add_flag("--json", wishes.json, "print it as JSON")->needs(learned);
    app.add_option("--completion", wishes.shell,
                   "print a script that completes this in your shell: bash, zsh, fish")
        ->type_name("SHELL")
        ->check(one_of({"bash", "zsh", "fish", "markdown"}));
}

void describe_enroll(CLI::App& app, Wishes& wishes) {
    auto* enroll = app.add_subcommand(
        "enroll",
        "get a certificate from the server by a token of `foreshock-server token create`");
    enroll->fallthrough();
    enroll->add_option("URL", wishes.enrolment.url, "of the server: https://HOST:8420")
        ->type_name("")
        ->required();
    enroll
        ->add_option("TOKEN", wishes.enrolment.token,
                     "seen by others in the list of processes; not said: standard input")
        ->type_name("");
    enroll
        ->add_option("--token-file", wishes.enrolment.token_file,
                     "file whose first line is the token; - is standard input")
        ->type_name("FILE");
    enroll->callback([&wishes] { wishes.enroll = true; });
}

int complain(const Error& error) {
    std::cerr << error.what << "\n";
    return error.code == Errc::invalid ? 2 : 1;
}

/// Whatever keeps the settings from being understood, a missing file too.
int complain_of_settings(const Error& error) {
    complain(error);
    return 2;
}

int tell_status(const agent::AgentConfig& config) {
    const auto status = agent::ask_status(config.state + "/status.sock");
    if (!status) return complain(status.error());
    std::cout << *status;
    return 0;
}

int tell_learned(Wishes& wishes, const agent::AgentConfig& config) {
    std::erase(wishes.learned_words, "");
    const auto command = agent::parse_learned(wishes.learned_words, wishes.json);
    if (!command) return complain(command.error());
    const auto text = agent::obey_learned(*command, config.state, SystemClock{}.now());
    if (!text) return complain(text.error());
    std::cout << *text;
    return 0;
}

int collect_once(const agent::AgentConfig& config) {
    const auto log = agent::make_console_log(config.log_level);
    const auto printed = agent::print_once(config, *log, std::cout);
    return printed ? 0 : complain(printed.error());
}

int explain(const agent::AgentConfig& config) {
    agent::print_explanation(config, std::cout);
    return 0;
}

int enroll(const Wishes& wishes, const agent::AgentConfig& config) {
    const auto done = agent::enroll(wishes.enrolment, config, std::cin, std::cout);
    if (!done) {
        std::cerr << "foreshock-agent: ";
        return complain(done.error());
    }
    // Beside other configuration than its own, enrolment may have no effect.
    const auto after = agent::effective_config(wishes.line);
    if (after && after->server.urls.front() != wishes.enrolment.url) {
        std::cerr << "beware: agent.toml or agent.d says server.url = "
                  << after->server.urls.front() << ", which counts: take it out\n";
    }
    return 0;
}

int obey(Wishes& wishes) {
    if (wishes.list) {
        agent::print_list(std::cout);
        return 0;
    }
    const auto config = agent::effective_config(wishes.line);
    if (!config) return complain_of_settings(config.error());
    if (wishes.enroll) return enroll(wishes, *config);
    if (wishes.status) return tell_status(*config);
    if (wishes.learned) return tell_learned(wishes, *config);
    if (wishes.explain) return explain(*config);
    if (wishes.once) return collect_once(*config);
    auto orders = agent::load_orders(wishes.line);
    if (!orders) return complain_of_settings(orders.error());
    if (wishes.print_effective) {
        std::cout << agent::print_effective(orders->config);
        return 0;
    }
    if (wishes.check_config) {
        std::cout << "the configuration is right\n";
        return 0;
    }
    const auto log = agent::make_console_log(orders->config.log_level);
    return agent::run_daemon(wishes.line, std::move(*orders), *log);
}

}  // namespace

int main(int count, char** values) {
    CLI::App app{"Watches this host, notices failures before they happen, tells the server.",
                 "foreshock-agent"};
    Wishes wishes;
    describe(app, wishes);
    describe_enroll(app, wishes);
    CLI11_PARSE(app, count, values);
    wishes.learned = app.count("--learned") > 0;
    const auto tree = command_line::command_tree(app);
    if (!wishes.shell.empty()) std::cout << command_line::completion_script(tree, wishes.shell);
    const int status = wishes.shell.empty() ? obey(wishes) : 0;
    // A thread may still wait for a name server or a hung mount: it must not see the end of main.
    std::cout.flush();
    std::fflush(nullptr);
    std::_Exit(status);
}
