#include "cli/arguments.hpp"

#include <algorithm>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/desk_grammar.hpp"
#include "cli/exit_code.hpp"
#include "cli/host_grammar.hpp"
#include "cli/regroup_grammar.hpp"
#include "cli/suppression_grammar.hpp"

namespace foreshock::cli {
namespace {

constexpr const char* about =
    "Foreshock: what is about to break on your servers, and what is broken.\n"
    "\n"
    "  foreshock incidents            what is open now, worst first\n"
    "  foreshock incidents show 42    everything known about number 42, and what to do\n"
    "  foreshock incidents ack 42     say that you are on it\n"
    "  foreshock demo                 see an announcement come true, harmlessly";

constexpr const char* footnote =
    "Exit codes: 0 fine, 1 the server said no (or the demo was not announced), 2 the command line\n"
    "makes no sense, 3 no server there. NO_COLOR turns colours off.";

std::string default_actor() {
    for (const char* name : {"SUDO_USER", "USER", "LOGNAME"}) {
        const char* const value = std::getenv(name);
        if (value && *value != '\0') return value;
    }
    return "operator";
}

/// "INC-000042" and "#42" are ways in which people write 42.
std::string plain_id(std::string id) {
    if (id.starts_with("#")) return id.substr(1);
    if (!id.starts_with("INC-") && !id.starts_with("inc-")) return id;
    const std::string digits = id.substr(4);
    const bool is_number = !digits.empty() && digits.size() < 16 &&
                           digits.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) return id;
    const auto first = digits.find_first_not_of('0');
    return first == std::string::npos ? "0" : digits.substr(first);
}

/// One of these words; the help text names them already.
CLI::Validator one_of(const std::vector<std::string>& words) {
    return CLI::IsMember(words, CLI::ignore_case)
        .description("")
        .name(command_line::choices_name(words));
}

CLI::Validator between(int least, int greatest) {
    return CLI::Range(least, greatest).description("");
}

/// Builds the tree of commands; each sets the action when it is the one that was typed.
class Grammar {
public:
    explicit Grammar(Arguments& arguments) : arguments_(arguments) {
        app_.fallthrough();
        app_.require_subcommand(1);
        app_.footer(footnote);
        app_.set_version_flag("--version", "foreshock " FORESHOCK_VERSION);
        app_.add_option("--server", arguments_.server, "URL of the server")
            ->type_name("URL")
            ->envname("FORESHOCK_SERVER")
            ->capture_default_str();
        app_.add_option(
                "--token-file", arguments_.token_file,
                "file whose first line is your token: `foreshock-server person token create`")
            ->type_name("FILE")
            ->envname("FORESHOCK_TOKEN_FILE");
        app_.add_option("--ca-file", arguments_.ca_file,
                        "whom to trust instead of the system's authorities: ca/ca.pem of the "
                        "server's data folder")
            ->type_name("FILE")
            ->envname("FORESHOCK_CA_FILE");
        arguments_.actor = default_actor();
        add_incidents();
        add_hosts();
        add_host_commands(app_, arguments_);
        add_forecasts();
        add_oncall();
        add_suppression_commands(app_, arguments_);
        add_detect();
        add_pack();
        add_demo();
        add_completion();
    }

    CLI::App& app() { return app_; }

private:
    CLI::App* command(CLI::App& parent, const std::string& name, const std::string& help,
                      Action action) {
        CLI::App* const made = parent.add_subcommand(name, help);
        made->fallthrough();
        made->final_callback([this, action] { arguments_.action = action; });
        return made;
    }

    void add_filter(CLI::App& to) {
        ListFilter& filter = arguments_.filter;
        to.add_option("--state", filter.states,
                      "open (default), all, new, assigned, in_progress, pending, resolved, closed")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->type_name("STATE")
            ->check(one_of({"open", "all", "new", "assigned", "in_progress", "pending", "resolved",
                            "closed"}));
        to.add_option("--priority", filter.priorities, "only these: P1,P2")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->type_name("P")
            ->check(one_of({"P1", "P2", "P3", "P4", "P5"}));
        to.add_option("--host", filter.host, "only this host")->type_name("NAME");
        to.add_option("--category", filter.category, "only this category: storage, memory …")
            ->type_name("NAME");
        to.add_option("--phase", filter.phase, "only what is impending, or occurring")
            ->type_name("PHASE")
            ->check(one_of({"impending", "occurring"}));
        to.add_option("--limit", filter.limit, "at most so many")
            ->type_name("N")
            ->check(between(1, 10000))
            ->capture_default_str();
        to.add_flag("--json", arguments_.wants_json, "as the API says it, for programs");
    }

    void add_id(CLI::App& to) {
        to.add_option("ID", arguments_.id, "number, INC-000042 or inc-…")
            ->type_name("")
            ->required();
    }

    void add_actor(CLI::App& to) {
        to.add_option("--as", arguments_.actor, "who you are")
            ->type_name("NAME")
            ->capture_default_str();
    }

    void add_incidents() {
        CLI::App& incidents = *app_.add_subcommand(
            "incidents", "what is about to break, and what is broken (without more: list)");
        incidents.fallthrough();
        incidents.require_subcommand(0, 1);
        incidents.callback([this, &incidents] {
            if (incidents.get_subcommands().empty()) arguments_.action = Action::incident_list;
        });
        add_filter(incidents);
        add_filter(*command(incidents, "list", "a line each, worst first", Action::incident_list));
        CLI::App* const show =
            command(incidents, "show", "everything about one: when, why, who, what to do",
                    Action::incident_show);
        add_id(*show);
        show->add_flag("--json", arguments_.wants_json, "as the API says it, for programs");
        CLI::App* const acknowledge =
            command(incidents, "ack", "say that you are on it", Action::incident_acknowledge);
        add_id(*acknowledge);
        acknowledge->add_option("--note", arguments_.text, "a word for the others")
            ->type_name("TEXT");
        add_actor(*acknowledge);
        CLI::App* const note =
            command(incidents, "note", "write a line on its timeline", Action::incident_note);
        add_id(*note);
        note->add_option("TEXT", words_, "the line")->type_name("")->required();
        add_actor(*note);
        CLI::App* const resolve =
            command(incidents, "resolve", "say that it is over", Action::incident_resolve);
        add_id(*resolve);
        resolve->add_option("--reason", arguments_.text, "why it is over")
            ->type_name("TEXT")
            ->default_str("resolved by hand");
        resolve->add_option("--known-error", arguments_.desk.known_error, "whose fix helped: ke-…")
            ->type_name("ID");
        resolve
            ->add_option("--hypothesis", arguments_.desk.hypothesis,
                         "the accepted one that was the cause: h1")
            ->type_name("ID");
        add_actor(*resolve);
        add_desk_commands(incidents, arguments_);
        add_regroup_commands(incidents, arguments_);
        command(incidents, "watch", "a line for every change as it happens, until Ctrl-C",
                Action::incident_watch);
    }

    void add_hosts() {
        CLI::App* const hosts =
            command(app_, "hosts", "who reports, and who fell silent", Action::host_list);
        hosts->add_flag("--json", arguments_.wants_json, "as the API says it, for programs");
    }

    void add_forecasts() {
        CLI::App* const forecasts =
            command(app_, "forecasts", "what is announced, and how right announcements have been",
                    Action::forecast_list);
        forecasts->add_option("--host", arguments_.filter.host, "of one host")->type_name("NAME");
        forecasts->add_flag("--json", arguments_.wants_json, "as the API says it, for programs");
    }

    void add_oncall() {
        CLI::App* const oncall =
            command(app_, "oncall", "who is on call now and next", Action::oncall_show);
        oncall->add_flag("--json", arguments_.wants_json, "as the API says it, for programs");
    }

    void add_detect() {
        DetectArguments& detect = arguments_.detect;
        CLI::App* const made =
            command(app_, "detect", "what a pack of detectors would have said about recorded data",
                    Action::detect);
        made->add_option("--pack", detect.packs,
                         "packs, later ones override (default: the stock pack, then "
                         "/etc/foreshock/packs.d)")
            ->type_name("FILE");
        made->add_option("--diff", detect.diff,
                         "compare two packs; each may be several, comma-separated: "
                         "stock stock,ours.toml")
            ->type_name("PACK")
            ->expected(2);
        made->add_option("--truth", detect.truth,
                         "what really happened: CSV of kind-or-*,component-or-*,from,to")
            ->type_name("FILE");
        made->add_flag("--json", arguments_.wants_json, "for programs");
        add_csv(*made);
        add_recordings(*made);
    }

    void add_csv(CLI::App& to) {
        DetectArguments& detect = arguments_.detect;
        to.add_option("--csv", detect.csv,
                      "recorded data, '-' for standard input; the first column is the time")
            ->type_name("FILE");
        to.add_option("--signal", detect.signal,
                      "what the column 'value' is, such as filesystem.space.used_bytes")
            ->type_name("NAME");
        to.add_option("--labels", detect.labels, "its labels: mount=\"/var\"")->type_name("LABELS");
        to.add_option("--out", detect.scores_out,
                      "writes the rows of --csv (timestamp,value) with an anomaly_score each; one "
                      "row per event has 0.5 or more")
            ->type_name("FILE");
        to.add_option("--limit", detect.limit, "its limit, when that is not a column")
            ->type_name("NUMBER");
    }

    void add_recordings(CLI::App& to) {
        DetectArguments& detect = arguments_.detect;
        to.add_option("--exposition", detect.expositions,
                      "scrapes in Prometheus' text format, files or folders")
            ->type_name("FILE");
        to.add_option("--map", detect.maps,
                      "how their metrics become our signals, over the shipped maps")
            ->type_name("FILE");
        to.add_option("--log", detect.logs, "log files; the time is that of the lines")
            ->type_name("FILE");
        to.add_option("--history", detect.history, "what the server has of a host")
            ->type_name("HOST");
        to.add_option("--since", detect.since,
                      "its beginning: a time, or a span before the end such as 7d")
            ->type_name("TIME")
            ->default_str("1d");
        to.add_option("--until", detect.until, "its end (default: now)")->type_name("TIME");
        to.add_option("--history-file", detect.history_files,
                      "saved answers of the server's samples route, one per line")
            ->type_name("FILE");
    }

    void add_pack() {
        CLI::App& pack =
            *app_.add_subcommand("pack", "the packs of detectors: what is looked for, and why so");
        pack.fallthrough();
        pack.require_subcommand(1);
        add_base(*command(pack, "list", "a line per kind of symptom", Action::pack_list));
        CLI::App* const explain =
            command(pack, "explain", "all of one kind in words, and which file says what",
                    Action::pack_explain);
        explain->add_option("KIND", arguments_.pack.kind, "such as filesystem.space.exhaustion")
            ->type_name("")
            ->required();
        add_base(*explain);
        CLI::App* const check = command(
            pack, "check", "what is wrong with pack files: file, line, column", Action::pack_check);
        check->add_option("FILES", arguments_.pack.files, "files or folders, in their order")
            ->type_name("")
            ->required();
        add_base(*check);
    }

    void add_base(CLI::App& to) {
        to.add_option("--pack", arguments_.pack.packs,
                      "packs, later ones override (default: the stock pack, then "
                      "/etc/foreshock/packs.d)")
            ->allow_extra_args(false)
            ->type_name("FILE");
        to.add_flag("--json", arguments_.wants_json, "for programs");
    }

    void add_demo() {
        DemoArguments& demo = arguments_.demo;
        CLI::App* const made = command(
            app_, "demo", "see an announcement come true: a process runs out of file descriptors",
            Action::demo);
        made->add_option("--seconds", seconds_, "from the first leak to the failure")
            ->type_name("N")
            ->check(between(30, 3600))
            ->default_str("180");
        made->add_flag("--fast", is_fast_, "the same as --seconds 90");
        made->add_flag("--filesystem", demo.is_filesystem,
                       "fill a small filesystem instead (as root)");
        made->add_flag("--no-wait", is_hasty_, "do not wait until the incident is resolved");
        add_children(demo);
    }

    void add_children(DemoArguments& demo) {
        CLI::App* const leak = command(app_, "demo-leak", "", Action::demo_leak);
        CLI::App* const fill = command(app_, "demo-fill", "", Action::demo_fill);
        for (CLI::App* child : {leak, fill}) {
            child->group("");
            child->add_option("--seconds", seconds_)->required();
            child->add_option("--baseline", baseline_seconds_)->required();
        }
        leak->add_option("--files", demo.files_max)->required();
        fill->add_option("--path", demo.path)->required();
    }

    void add_completion() {
        CLI::App* const made =
            command(app_, "completion", "a script that completes these commands in your shell",
                    Action::completion);
        made->add_option("SHELL", arguments_.shell, "bash, zsh or fish; markdown: for the manual")
            ->required()
            ->type_name("")
            ->check(one_of({"bash", "zsh", "fish", "markdown"}));
    }

public:
    /// What CLI11 cannot say by itself.
    void finish() {
        arguments_.id = plain_id(arguments_.id);
        for (std::string& other : arguments_.regroup.others)
            other = plain_id(other);
        words_.insert(words_.end(), arguments_.regroup.words.begin(),
                      arguments_.regroup.words.end());
        for (std::string& priority : arguments_.filter.priorities) {
            if (priority.starts_with('p')) priority.front() = 'P';
        }
        for (const std::string& word : words_) {
            arguments_.text += (arguments_.text.empty() ? "" : " ") + word;
        }
        if (arguments_.action == Action::incident_resolve && arguments_.text.empty()) {
            arguments_.text = "resolved by hand";
        }
        if (is_fast_) seconds_ = 90;
        arguments_.demo.waits_for_recovery = !is_hasty_;
        arguments_.demo.length = std::chrono::seconds{seconds_};
        arguments_.demo.baseline = std::chrono::seconds{baseline_seconds_};
    }

private:
    Arguments& arguments_;
    CLI::App app_{about, "foreshock"};
    std::vector<std::string> words_;
    int seconds_ = 180;
    int baseline_seconds_ = 20;
    bool is_fast_ = false;
    bool is_hasty_ = false;
};

}  // namespace

command_line::Command command_tree() {
    Arguments none;
    Grammar grammar{none};
    return command_line::command_tree(grammar.app());
}

std::variant<Arguments, UsageText> parse_arguments(std::vector<std::string> words) {
    Arguments arguments;
    Grammar grammar{arguments};
    if (words.empty()) return UsageText{exit_usage, {}, grammar.app().help()};
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    try {
        grammar.app().parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        std::ostringstream out;
        std::ostringstream err;
        const int code = grammar.app().exit(error, out, err);
        return UsageText{code == 0 ? exit_ok : exit_usage, out.str(), err.str()};
    }
    grammar.finish();
    return arguments;
}

}  // namespace foreshock::cli
