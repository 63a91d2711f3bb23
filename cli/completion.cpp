#include "cli/completion.hpp"

#include <algorithm>
#include <array>

namespace foreshock::cli {
namespace {

constexpr std::string_view filters = "--state --priority --host --category --phase --limit --json";

constexpr std::string_view silence_options =
    "--for --until --from --reason --end-when-quiet --warn-before --as --json";
constexpr std::string_view recurrence_options =
    "--rrule --first --cron --zone --except --for --until --json";
constexpr std::string_view window_options =
    "--rrule --first --cron --zone --except --for --until --reason --end-when-quiet --warn-before "
    "--as --json";

constexpr std::array<CommandWords, 27> words{{
    {"", "--server --token-file --help --version",
     "incidents hosts forecasts silence maintenance detect pack demo completion"},
    {"incidents", filters, "list show ack note resolve watch"},
    {"incidents list", filters, ""},
    {"incidents show", "--json", ""},
    {"incidents ack", "--note --as", ""},
    {"incidents note", "--as", ""},
    {"incidents resolve", "--reason --as", ""},
    {"incidents watch", "", ""},
    {"hosts", "--json", ""},
    {"forecasts", "--host --json", ""},
    {"silence", "", "add list expire preview"},
    {"silence add", silence_options, ""},
    {"silence list", "--state --json", ""},
    {"silence expire", "--as --json", ""},
    {"silence preview", "--json", ""},
    {"maintenance", "", "add list expire preview"},
    {"maintenance add", window_options, ""},
    {"maintenance list", "--state --json", ""},
    {"maintenance expire", "--as --json", ""},
    {"maintenance preview", recurrence_options, ""},
    {"detect",
     "--pack --diff --truth --json --csv --out --signal --labels --limit --exposition --map --log "
     "--history --since --until --history-file",
     ""},
    {"pack", "", "list explain check"},
    {"pack list", "--pack --json", ""},
    {"pack explain", "--pack --json", ""},
    {"pack check", "--pack --json", ""},
    {"demo", "--seconds --fast --filesystem --no-wait", ""},
    {"completion", "", "bash zsh fish"},
}};

std::string with_spaces(std::string_view a, std::string_view b) {
    return std::string{a} + (a.empty() || b.empty() ? "" : " ") + std::string{b};
}

/// A case branch per command; both bash and zsh (through bashcompinit) understand it.
std::string bash_script() {
    std::string cases;
    for (const CommandWords& command : command_words()) {
        cases += "        \"" + std::string{command.path} + "\") words=\"" +
                 with_spaces(command.next, command.options) + "\" ;;\n";
    }
    return "_foreshock() {\n"
           "    local current=\"${COMP_WORDS[COMP_CWORD]}\" previous path=\"\" words=\"\" i\n"
           "    previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
           "    case \"$previous\" in\n"
           "        --token-file|--pack|--csv|--diff|--truth|--exposition|--map|--log|"
           "--history-file)\n"
           "            COMPREPLY=($(compgen -f -- \"$current\")); return "
           ";;\n"
           "        --state) COMPREPLY=($(compgen -W \"open all new assigned in_progress pending "
           "resolved closed\" -- \"$current\")); return ;;\n"
           "        --priority) COMPREPLY=($(compgen -W \"P1 P2 P3 P4 P5\" -- \"$current\")); "
           "return ;;\n"
           "        --phase) COMPREPLY=($(compgen -W \"impending occurring\" -- \"$current\")); "
           "return ;;\n"
           "    esac\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        case \"${COMP_WORDS[i]}\" in\n"
           "            "
           "incidents|hosts|forecasts|detect|pack|demo|completion|list|show|ack|note|resolve|\\\n"
           "            watch|explain|check)\n"
           "                path=\"${path:+$path }${COMP_WORDS[i]}\" ;;\n"
           "        esac\n"
           "    done\n"
           "    case \"$path\" in\n" +
           cases +
           "    esac\n"
           "    COMPREPLY=($(compgen -W \"$words --server --token-file --help\" -- \"$current\"))\n"
           "}\n"
           "complete -F _foreshock foreshock\n";
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return parts;
}

/// True when the line so far is at this command.
std::string fish_condition(std::string_view path) {
    if (path.empty()) return "__fish_use_subcommand";
    std::string condition;
    for (std::string_view word : split(path)) {
        condition += (condition.empty() ? "" : "; and ") +
                     std::string{"__fish_seen_subcommand_from "} + std::string{word};
    }
    return condition;
}

std::string fish_script() {
    std::string out =
        "complete -c foreshock -l server -x -d 'URL of the server'\n"
        "complete -c foreshock -l token-file -r -d 'file with your token'\n"
        "complete -c foreshock -l help -d 'explain'\n";
    for (const CommandWords& command : command_words()) {
        const std::string condition = fish_condition(command.path);
        for (std::string_view word : split(command.next)) {
            out += "complete -c foreshock -f -n '" + condition + "' -a " + std::string{word} + "\n";
        }
        if (command.path.empty()) continue;
        for (std::string_view option : split(command.options)) {
            out += "complete -c foreshock -n '" + condition + "' -l " +
                   std::string{option.substr(2)} + "\n";
        }
    }
    return out;
}

}  // namespace

std::span<const CommandWords> command_words() {
    return words;
}

std::string completion_script(std::string_view shell) {
    if (shell == "fish") return fish_script();
    if (shell == "zsh")
        return "#compdef foreshock\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script();
    return bash_script();
}

}  // namespace foreshock::cli
