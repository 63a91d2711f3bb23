#include "cli/regroup_grammar.hpp"

#include <CLI/CLI.hpp>

namespace foreshock::cli {
namespace {

class RegroupGrammar {
public:
    RegroupGrammar(CLI::App& incidents, Arguments& arguments)
        : incidents_(incidents), arguments_(arguments) {}

    void add() {
        add_merge();
        add_split();
        CLI::App& undo = act("undo", "take back the last merge or split", Action::incident_undo);
        add_reason(undo);
        CLI::App& triage = command(
            "triage", "what the text model takes a user's words for: incident or request, and why",
            Action::triage);
        triage.add_option("TEXT", arguments_.regroup.words, "the words")->type_name("")->required();
        add_json(triage);
    }

private:
    CLI::App& command(const char* name, const char* help, Action action) {
        CLI::App& made = *incidents_.add_subcommand(name, help);
        made.fallthrough();
        Arguments& arguments = arguments_;
        made.final_callback([&arguments, action] { arguments.action = action; });
        return made;
    }

    CLI::App& act(const char* name, const char* help, Action action) {
        CLI::App& made = command(name, help, action);
        made.add_option("ID", arguments_.id, "number, INC-000042 or inc-…")
            ->type_name("")
            ->required();
        return made;
    }

    void add_reason(CLI::App& to) {
        to.add_option("--reason", arguments_.text, "why; remembered for the next time")
            ->type_name("TEXT")
            ->required();
        to.add_option("--as", arguments_.actor, "who you are")
            ->type_name("NAME")
            ->capture_default_str();
    }

    void add_json(CLI::App& to) {
        to.add_flag("--json", arguments_.wants_json, "as the API says it, for programs");
    }

    void add_merge() {
        CLI::App& merge =
            act("merge", "say that others are part of it, and end with it", Action::incident_merge);
        merge.add_option("OTHERS", arguments_.regroup.others, "the incidents that are part of it")
            ->type_name("")
            ->required();
        add_reason(merge);
    }

    void add_split() {
        RegroupArguments& typed = arguments_.regroup;
        CLI::App& split =
            act("split", "make some of its symptoms an incident of their own: all that fit",
                Action::incident_split);
        split.add_option("SYMPTOMS", typed.symptoms, "ids, as `show --json` prints them")
            ->type_name("");
        split.add_option("--host", typed.host, "those on this host")->type_name("NAME");
        split.add_option("--kind", typed.kind, "those of this kind")->type_name("KIND");
        split.add_option("--component", typed.component, "those of this component")
            ->type_name("NAME");
        add_reason(split);
    }

    CLI::App& incidents_;
    Arguments& arguments_;
};

}  // namespace

void add_regroup_commands(CLI::App& incidents, Arguments& arguments) {
    RegroupGrammar{incidents, arguments}.add();
}

}  // namespace foreshock::cli
