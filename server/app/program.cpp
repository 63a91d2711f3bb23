#include "server/app/program.hpp"

#include <iostream>

#include <signal.h>

#include "certificates/certificate.hpp"
#include "server/app/agent_admin.hpp"
#include "server/app/authority_file.hpp"
#include "server/app/channel_maker.hpp"
#include "server/app/command_line.hpp"
#include "server/app/configuration_file.hpp"
#include "server/app/data_folder.hpp"
#include "server/app/mail_in.hpp"
#include "server/app/process_usage.hpp"
#include "server/app/service_manager.hpp"
#include "server/app/sodium_passwords.hpp"
#include "server/app/upkeep.hpp"
#include "server/app/word_folder.hpp"
#include "server/store/sqlite_store.hpp"

namespace foreshock::app {
namespace {

constexpr int exit_failed = 1;
constexpr int exit_misused = 2;

int complain(int code, const Error& error) {
    std::cerr << "foreshock-server: " << error.what << '\n';
    return code;
}

Result<Configuration> configuration_of(const CommandLine& line) {
    Result<Configuration> configuration = load_configuration(line.config);
    if (!configuration) return configuration;
    if (line.listen) configuration->server.listen = *line.listen;
    if (line.data) configuration->server.data = *line.data;
    Result<void> checked = check(*configuration);
    if (!checked) return fail(std::move(checked).error());
    return configuration;
}

/// Signals are waited for by the main thread only, so every other one must have them blocked.
sigset_t block_signals() {
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t signals{};
    ::sigemptyset(&signals);
    for (const int one : {SIGTERM, SIGINT, SIGHUP})
        ::sigaddset(&signals, one);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

void reload(Server& server, const CommandLine& line, Log& log) {
    tell_reloading();
    const Result<Configuration> fresh = configuration_of(line);
    Result<void> taken = fresh ? server.reload(*fresh) : fail(fresh.error());
    if (taken) {
        log.info("configuration", "reloaded");
    } else {
        log.error("configuration", "nothing was changed: " + taken.error().what);
    }
    tell_service_manager("READY=1");
}

/// Until a signal to end comes; the watchdog is fed only while the engine moves.
void wait_for_the_end(Server& server, const CommandLine& line, Log& log) {
    const sigset_t signals = block_signals();
    const Duration nap = watchdog_interval().value_or(std::chrono::seconds{10});
    const timespec patience{nap.count() / 1000, (nap.count() % 1000) * 1'000'000};
    std::uint64_t turns = 0;
    while (true) {
        const int signal = ::sigtimedwait(&signals, nullptr, &patience);
        if (signal == SIGTERM || signal == SIGINT) return;
        if (signal == SIGHUP) reload(server, line, log);
        const std::uint64_t now = server.engine_turns();
        if (now != turns) tell_service_manager("WATCHDOG=1");
        turns = now;
    }
}

int serve(const CommandLine& line, const Configuration& configuration, BuiltIn built_in) {
    block_signals();
    raise_open_files_limit();
    Log log{configuration.log_level};
    const SystemClock clock;
    Result<std::unique_ptr<Server>> server =
        Server::start(configuration, std::move(built_in), clock, log);
    if (!server) {
        log.error("start", server.error().what);
        return exit_failed;
    }
    tell_service_manager("READY=1\nSTATUS=listening on " + configuration.server.listen);
    wait_for_the_end(**server, line, log);
    tell_service_manager("STOPPING=1");
    log.info("stop", "asked to stop: finishing what is under way");
    (*server)->stop();
    log.info("stop", "stopped");
    return 0;
}

int with_agents(const CommandLine& line, const Configuration& configuration) {
    const std::string path = configuration.server.data + "/foreshock.db";
    Result<std::unique_ptr<store::Store>> store = store::open_sqlite_store(path);
    if (!store) return complain(exit_failed, store.error());
    incidents::AgentRegistry& registry = (*store)->agents();
    if (line.verb == CommandLine::Verb::agent_list) {
        const Result<std::vector<std::string>> names = registry.list();
        if (!names) return complain(exit_failed, names.error());
        for (const std::string& name : *names)
            std::cout << name << '\n';
        return 0;
    }
    if (line.verb == CommandLine::Verb::agent_remove) {
        const Result<void> removed = registry.remove(line.agent, SystemClock{}.now());
        return removed ? 0 : complain(exit_failed, removed.error());
    }
    const Result<std::string> token = add_agent(registry, line.agent);
    if (!token) return complain(exit_failed, token.error());
    std::cout << *token << '\n';
    std::cerr << "This token of agent '" << line.agent
              << "' is shown only now: put it into the file that agent.toml names as "
                 "server.token_file.\n";
    return 0;
}

int with_people(const CommandLine& line, const Configuration& configuration) {
    const std::string path = configuration.server.data + "/foreshock.db";
    Result<std::unique_ptr<store::Store>> store = store::open_sqlite_store(path);
    if (!store) return complain(exit_failed, store.error());
    const auto passwords = make_password_hasher();
    if (!passwords) return complain(exit_failed, passwords.error());
    const KernelSecrets secrets;
    const SystemClock clock;
    const Result<void> done =
        carry_out(line.person, {(*store)->accounts(), (*store)->api_tokens(), **passwords, secrets,
                                clock, std::cin, std::cout, std::cerr});
    return done ? 0 : complain(exit_failed, done.error());
}

/// Of the authority by which hosts know the server, for its tokens.
Result<std::string> authority_digest(const Configuration& configuration) {
    if (!configuration.tls.enabled) {
        return fail(Errc::refused,
                    "hosts enrol over TLS only: set tls.enabled = true in server.toml");
    }
    const auto authority = open_authority(configuration.server.data, SystemClock{}.now());
    if (!authority) return fail(authority.error());
    const Result<std::string> anchor = server_anchor(configuration.tls, *authority);
    if (!anchor) return anchor;
    const auto certificate = certificates::read_certificate(*anchor);
    if (!certificate) return fail(certificate.error());
    return certificate->sha256;
}

int with_enrolment(const CommandLine& line, const Configuration& configuration) {
    const std::string path = configuration.server.data + "/foreshock.db";
    Result<std::unique_ptr<store::Store>> store = store::open_sqlite_store(path);
    if (!store) return complain(exit_failed, store.error());
    std::string digest;
    if (line.enrolment.verb == EnrolmentOrder::Verb::token_create) {
        Result<std::string> found = authority_digest(configuration);
        if (!found) return complain(exit_failed, found.error());
        digest = std::move(*found);
    }
    const KernelSecrets secrets;
    const SystemClock clock;
    const Result<void> done = carry_out(
        line.enrolment, {(*store)->enrolments(), digest, secrets, clock, std::cout, std::cerr});
    if (done) return 0;
    return complain(done.error().code == Errc::invalid ? exit_misused : exit_failed, done.error());
}

/// The folder must be there for the store, made as the server makes it.
Result<void> make_data_folder(const Configuration& configuration) {
    const Result<DataFolder> folder = DataFolder::open(configuration.server.data);
    // Held by a running server: that is fine, the store bears several processes.
    if (folder || folder.error().code == Errc::conflict) return {};
    return fail(folder.error());
}

int take_mail(const Configuration& configuration) {
    std::string complaint;
    const MailExit exit = deliver_mail(std::cin, configuration, complaint);
    if (!complaint.empty()) std::cerr << "foreshock-server: " << complaint << '\n';
    return static_cast<int>(exit);
}

/// What the configuration names and is no part of it: secrets and words.
Result<void> check_named_files(const Configuration& configuration) {
    for (const std::string& file :
         {configuration.server.operator_token_file, configuration.intake.token_file,
          configuration.care.bridge.secret_file, configuration.intake.mail.password_file}) {
        if (file.empty()) continue;
        const Result<std::string> secret = read_secret(file);
        if (!secret) return fail(secret.error());
    }
    if (Result<void> channels = check_channels(configuration); !channels) return channels;
    const Result<words::WordBook> book = open_words(configuration.telling.words.folder);
    if (!book) return fail(book.error());
    return {};
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, BuiltIn built_in) {
    const ParsedCommandLine parsed = parse_command_line(arguments, built_in.version);
    std::cout << parsed.out;
    std::cerr << parsed.err;
    if (parsed.exit_code) return *parsed.exit_code;
    const Result<Configuration> configuration = configuration_of(parsed.line);
    if (!configuration) {
        std::cerr << configuration.error().what << '\n';
        const bool is_mail = parsed.line.verb == CommandLine::Verb::mail_in;
        return is_mail ? static_cast<int>(MailExit::configuration) : exit_misused;
    }
    switch (parsed.line.verb) {
        case CommandLine::Verb::serve:
            return serve(parsed.line, *configuration, std::move(built_in));
        case CommandLine::Verb::print:
            std::cout << to_toml(*configuration);
            return 0;
        case CommandLine::Verb::check: {
            const Result<void> secrets = check_named_files(*configuration);
            if (!secrets) return complain(exit_misused, secrets.error());
            std::cout << "the configuration is fine\n";
            return 0;
        }
        case CommandLine::Verb::mail_in:
            return take_mail(*configuration);
        default:
            break;
    }
    // A backup lies where only root may write.
    const bool stays_root = parsed.line.verb == CommandLine::Verb::backup ||
                            parsed.line.verb == CommandLine::Verb::restore;
    const Result<void> became =
        stays_root ? Result<void>{} : become_owner(configuration->server.data);
    if (!became) return complain(exit_failed, became.error());
    if (parsed.line.is_upkeep()) {
        return run_upkeep(parsed.line, *configuration, SystemClock{}.now(), std::cout, std::cerr);
    }
    const Result<void> made = make_data_folder(*configuration);
    if (!made) return complain(exit_failed, made.error());
    if (parsed.line.verb == CommandLine::Verb::person) {
        return with_people(parsed.line, *configuration);
    }
    if (parsed.line.verb == CommandLine::Verb::enrolment) {
        return with_enrolment(parsed.line, *configuration);
    }
    return with_agents(parsed.line, *configuration);
}

}  // namespace foreshock::app
