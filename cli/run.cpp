#include "cli/run.hpp"

#include <ostream>

#include "cli/actions.hpp"
#include "cli/demo.hpp"
#include "cli/demo_leak.hpp"
#include "cli/desk_acts.hpp"
#include "cli/detect.hpp"
#include "cli/exit_code.hpp"
#include "cli/host_farewell.hpp"
#include "cli/pack.hpp"
#include "cli/regroup.hpp"
#include "cli/suppression.hpp"
#include "cli/watch.hpp"
#include "command_line/completion.hpp"

namespace foreshock::cli {
namespace {

struct Surroundings {
    const Clock& clock;
    std::ostream& out;
    std::ostream& err;
};

Result<ServerAddress> address_of(const Arguments& arguments) {
    ServerAddress address{arguments.server, {}, arguments.ca_file};
    if (!arguments.server.starts_with("http://") && !arguments.server.starts_with("https://")) {
        return fail(Errc::invalid, "--server " + arguments.server +
                                       ": write it as http://HOST:PORT or https://HOST");
    }
    if (!arguments.token_file.empty()) {
        Result<std::string> token = read_token(arguments.token_file);
        if (!token) return fail(Errc::invalid, std::move(token).error().what);
        address.token = std::move(*token);
    }
    return address;
}

Result<void> ask_server(ApiClient& api, const Arguments& arguments,
                        const Surroundings& surroundings) {
    const Look look = look_of_terminal(surroundings.clock.now());
    switch (arguments.action) {
        case Action::incident_list:
            return list_incidents(api, arguments, look, surroundings.out);
        case Action::incident_show:
            return show_incident(api, arguments, look, surroundings.out);
        case Action::host_list:
            return list_hosts(api, arguments, look, surroundings.out);
        case Action::host_forget:
        case Action::host_revoke:
            return send_host_away(api, arguments, look, surroundings.out);
        case Action::forecast_list:
            return list_forecasts(api, arguments, look, surroundings.out);
        case Action::oncall_show:
            return show_on_call(api, arguments, look, surroundings.out);
        case Action::incident_watch: {
            Interrupts interrupts;
            return watch_incidents(api, surroundings.clock, look, interrupts, surroundings.out);
        }
        case Action::incident_merge:
        case Action::incident_split:
        case Action::incident_undo:
            return regroup_incident(api, arguments, look, surroundings.out);
        case Action::incident_apply:
            return apply_fix(api, arguments, look, surroundings.out);
        case Action::incident_breach:
            return raise_breach(api, arguments, surroundings.out);
        case Action::triage:
            return triage_text(api, arguments, look, surroundings.out);
        case Action::silence_add:
        case Action::silence_list:
        case Action::silence_expire:
        case Action::silence_preview:
        case Action::maintenance_add:
        case Action::maintenance_list:
        case Action::maintenance_expire:
        case Action::maintenance_preview:
            return run_suppression(api, arguments, look, surroundings.out);
        default:
            return change_incident(api, arguments, look, surroundings.out);
    }
}

int exit_code_of(const Error& error, const std::string& url, std::ostream& err) {
    if (error.code == Errc::unavailable) {
        err << "foreshock: no server answers at " << url << " (" << error.what << ").\n"
            << "Start one with foreshock-server (in the source tree: ./dev run), or name another\n"
            << "with --server URL or FORESHOCK_SERVER.\n";
        if (url.starts_with("http://")) {
            err << "One that speaks TLS wants --server https://HOST:PORT and --ca-file FILE, or\n"
                << "FORESHOCK_SERVER and FORESHOCK_CA_FILE; FILE is ca/ca.pem of its data "
                   "folder.\n";
        }
        return exit_unreachable;
    }
    err << "foreshock: " << error.what << "\n";
    return error.code == Errc::invalid ? exit_usage : exit_refused;
}

int run_with_server(const Arguments& arguments, const Surroundings& surroundings) {
    Result<ServerAddress> address = address_of(arguments);
    if (!address) return exit_code_of(address.error(), arguments.server, surroundings.err);
    ApiClient api{std::move(*address)};
    if (arguments.action == Action::demo) {
        const Result<bool> announced =
            run_demo(api, arguments.demo, surroundings.clock, surroundings.out);
        if (!announced) return exit_code_of(announced.error(), api.url(), surroundings.err);
        return *announced ? exit_ok : exit_refused;
    }
    const Result<void> done = ask_server(api, arguments, surroundings);
    return done ? exit_ok : exit_code_of(done.error(), api.url(), surroundings.err);
}

int run_detection(const Arguments& arguments, const Surroundings& surroundings) {
    std::optional<ApiClient> api;  // only history needs a server
    const auto fetch = [&](const std::string& path) -> Result<std::string> {
        if (!api) {
            Result<ServerAddress> address = address_of(arguments);
            if (!address) return fail(std::move(address).error());
            api.emplace(std::move(*address));
        }
        auto answer = api->get(path);
        if (!answer) return fail(std::move(answer).error());
        return std::move(answer->body);
    };
    const Result<void> done =
        run_detect(arguments, fetch, surroundings.clock.now(), surroundings.out);
    if (done) return exit_ok;
    if (done.error().code == Errc::unavailable)
        return exit_code_of(done.error(), arguments.server, surroundings.err);
    surroundings.err << "foreshock: " << done.error().what << "\n";
    return exit_usage;
}

int run_packs(const Arguments& arguments, const Surroundings& surroundings) {
    const Look look = look_of_terminal(surroundings.clock.now());
    const Result<bool> done = run_pack(arguments, look, surroundings.out);
    if (done) return *done ? exit_ok : exit_refused;
    surroundings.err << "foreshock: " << done.error().what << "\n";
    return done.error().code == Errc::not_found ? exit_refused : exit_usage;
}

}  // namespace

int run(std::vector<std::string> words, const Clock& clock, std::ostream& out, std::ostream& err) {
    const auto parsed = parse_arguments(std::move(words));
    if (const auto* usage = std::get_if<UsageText>(&parsed)) {
        out << usage->out;
        err << usage->err;
        return usage->exit_code;
    }
    const Arguments& arguments = std::get<Arguments>(parsed);
    const Surroundings surroundings{clock, out, err};
    switch (arguments.action) {
        case Action::completion:
            out << command_line::completion_script(command_tree(), arguments.shell);
            return exit_ok;
        case Action::demo_leak:
            return run_demo_leak(arguments.demo, clock);
        case Action::demo_fill:
            return run_demo_fill(arguments.demo, clock);
        case Action::detect:
            return run_detection(arguments, surroundings);
        case Action::pack_list:
        case Action::pack_explain:
        case Action::pack_check:
            return run_packs(arguments, surroundings);
        default:
            return run_with_server(arguments, surroundings);
    }
}

}  // namespace foreshock::cli
