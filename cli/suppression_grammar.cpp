#include "cli/suppression_grammar.hpp"

#include <CLI/CLI.hpp>

namespace foreshock::cli {
namespace {

class SuppressionGrammar {
public:
    explicit SuppressionGrammar(Arguments& arguments) : arguments_(arguments) {}

    void add_silences(CLI::App& to) const {
        CLI::App& silence = family(
            to, "silence", "what nobody wants to hear of for a while; it is recorded all the same");
        CLI::App& add =
            command(silence, "add", "hide what matches; prints its id", Action::silence_add, false);
        add_matchers(add);
        add_silence_times(add);
        add_reasons(add);
        add_list(
            command(silence, "list", "a line each, newest first", Action::silence_list, false));
        add_expire(command(silence, "expire", "end one now", Action::silence_expire, false));
        CLI::App& preview = command(silence, "preview", "what would be hidden of what is open now",
                                    Action::silence_preview, false);
        add_matchers(preview);
        add_json(preview);
    }

    void add_maintenance(CLI::App& to) const {
        CLI::App& maintenance = family(to, "maintenance", "silences that come again: planned work");
        CLI::App& add = command(maintenance, "add", "plan one; prints its id and when it comes",
                                Action::maintenance_add, true);
        add_matchers(add);
        add_recurrence(add);
        add_reasons(add);
        add_list(command(maintenance, "list", "a line each, newest first", Action::maintenance_list,
                         true));
        add_expire(
            command(maintenance, "expire", "it comes no more", Action::maintenance_expire, true));
        CLI::App& preview =
            command(maintenance, "preview",
                    "what would be hidden of what is open now, and the next five times",
                    Action::maintenance_preview, true);
        add_matchers(preview);
        add_recurrence(preview);
        add_json(preview);
    }

private:
    static CLI::App& family(CLI::App& to, const char* name, const char* help) {
        CLI::App& made = *to.add_subcommand(name, help);
        made.fallthrough();
        made.require_subcommand(1);
        return made;
    }

    CLI::App& command(CLI::App& to, const char* name, const char* help, Action action,
                      bool is_window) const {
        CLI::App& made = *to.add_subcommand(name, help);
        made.fallthrough();
        Arguments& arguments = arguments_;
        made.final_callback([&arguments, action, is_window] {
            arguments.action = action;
            arguments.suppression.is_window = is_window;
        });
        return made;
    }

    void add_matchers(CLI::App& to) const {
        to.add_option("MATCHERS", arguments_.suppression.matchers,
                      "all must hold: host=web-1 kind!=x 'host=~web-.*' 'kind!~disk.*'")
            ->type_name("")
            ->required();
    }

    void add_json(CLI::App& to) const {
        to.add_flag("--json", arguments_.wants_json, "as the API says it, for programs");
    }

    void add_actor(CLI::App& to) const {
        to.add_option("--as", arguments_.actor, "who you are")
            ->type_name("NAME")
            ->capture_default_str();
    }

    void add_silence_times(CLI::App& to) const {
        to.add_option("--for", arguments_.suppression.span, "how long: 30m, 2h")->type_name("SPAN");
        to.add_option("--until", arguments_.suppression.until, "or its end: 2026-03-29T02:30:00Z")
            ->type_name("TIME");
        to.add_option("--from", arguments_.suppression.from, "its beginning (default: now)")
            ->type_name("TIME");
    }

    void add_recurrence(CLI::App& to) const {
        SuppressionArguments& typed = arguments_.suppression;
        to.add_option("--rrule", typed.rrule, "rule of RFC 5545: FREQ=MONTHLY;BYDAY=-1SU")
            ->type_name("RULE");
        to.add_option("--first", typed.first,
                      "local time from which the rule counts: 2026-03-01T02:30")
            ->type_name("TIME");
        to.add_option("--cron", typed.cron, "or five fields: '30 2 * * sun'")->type_name("CRON");
        to.add_option("--zone", typed.zone, "whose clocks: Europe/Berlin, UTC")
            ->type_name("ZONE")
            ->required();
        to.add_option("--except", typed.except, "local dates or times that are left out")
            ->type_name("DATE")
            ->allow_extra_args(false);
        to.add_option("--for", typed.span, "how long each one lasts: 2h")
            ->type_name("SPAN")
            ->required();
        to.add_option("--until", typed.until, "from when it comes no more: 2027-01-01T00:00:00Z")
            ->type_name("TIME");
    }

    void add_reasons(CLI::App& to) const {
        SuppressionArguments& typed = arguments_.suppression;
        to.add_option("--reason", typed.reason, "why nobody needs to hear of it")
            ->type_name("TEXT")
            ->required();
        to.add_option("--end-when-quiet", typed.end_when_quiet,
                      "ends early when all that it hid has been over for so long: 10m")
            ->type_name("SPAN");
        to.add_option("--warn-before", typed.warn_before,
                      "tells that it ends soon, if it hides something then; 0s: never")
            ->type_name("SPAN")
            ->default_str("15m");
        add_actor(to);
        add_json(to);
    }

    void add_list(CLI::App& to) const {
        const std::vector<std::string> states{"pending", "active", "expired", "all"};
        to.add_option("--state", arguments_.suppression.states,
                      "pending, active, expired, all (default: pending and active)")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->type_name("STATE")
            ->check(CLI::IsMember(states).description("").name(command_line::choices_name(states)));
        add_json(to);
    }

    void add_expire(CLI::App& to) const {
        to.add_option("ID", arguments_.id, "as add and list print it")->type_name("")->required();
        add_actor(to);
        add_json(to);
    }

    Arguments& arguments_;
};

}  // namespace

void add_suppression_commands(CLI::App& to, Arguments& arguments) {
    const SuppressionGrammar grammar{arguments};
    grammar.add_silences(to);
    grammar.add_maintenance(to);
}

}  // namespace foreshock::cli
