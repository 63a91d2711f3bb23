#include "command_line/completion.hpp"

#include <algorithm>
#include <functional>

#include "command_line/manual.hpp"

namespace foreshock::command_line {
namespace {

using Visit = std::function<void(const std::string& path, const Command& command)>;

/// Every command with its path: "", " incidents", " incidents list".
void walk(const Command& command, const std::string& path, const Visit& visit) {
    visit(path, command);
    for (const Command& one : command.commands)
        walk(one, path + " " + one.name, visit);
}

/// foreshock-agent: _foreshock_agent.
std::string function_name(const Command& program) {
    std::string name = "_" + program.name;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string{"'\\''"} : std::string{c == '\n' ? ' ' : c};
    return out + "'";
}

/// The first line: a description beside a word.
std::string short_help(const std::string& help) {
    return help.substr(0, help.find('\n'));
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words)
        all += (all.empty() ? "" : " ") + word;
    return all;
}

/// A case branch that appends the command's word to `at` for every command there is.
std::string path_cases(const Command& program, std::string_view append) {
    std::string patterns;
    walk(program, "", [&](const std::string& path, const Command&) {
        if (!path.empty()) patterns += (patterns.empty() ? "" : "|") + quoted(path);
    });
    if (patterns.empty()) return "";
    return "            " + patterns + ") " + std::string{append} + " ;;\n";
}

/// Case branches over "PATH OPTION" for values; options work below the command that has them too.
std::string value_cases(const Command& program, std::string_view choices_begin,
                        std::string_view choices_end, std::string_view files) {
    std::string cases;
    walk(program, "", [&](const std::string& path, const Command& command) {
        for (const Argument& one : command.arguments) {
            if (one.is_positional || one.value.empty()) continue;
            cases += "        " + quoted(path) + "*" + quoted(" " + one.name) + ") ";
            if (!one.choices.empty()) {
                cases +=
                    std::string{choices_begin} + joined(one.choices) + std::string{choices_end};
            } else if (one.takes_file()) {
                cases += files;
            } else {
                cases += "return";
            }
            cases += " ;;\n";
        }
    });
    return cases;
}

std::vector<std::string> words_of(const Command& command) {
    std::vector<std::string> words;
    for (const Command& one : command.commands)
        words.push_back(one.name);
    for (const Argument& one : command.arguments) {
        if (one.is_positional) {
            words.insert(words.end(), one.choices.begin(), one.choices.end());
        } else {
            words.push_back(one.name);
        }
    }
    return words;
}

bool wants_files(const Command& command) {
    return std::any_of(command.arguments.begin(), command.arguments.end(), [](const Argument& one) {
        return one.is_positional && (one.takes_file() || one.name == "FILES");
    });
}

std::string bash_script(const Command& program) {
    const std::string name = function_name(program);
    std::string out = "# bash completion of " + program.name + "\n" + name +
                      "() {\n"
                      "    local current=${COMP_WORDS[COMP_CWORD]} at='' words='' i\n"
                      "    local previous=${COMP_WORDS[COMP_CWORD - 1]}\n";
    if (!program.commands.empty()) {
        out +=
            "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
            "        case \"$at ${COMP_WORDS[i]}\" in\n" +
            path_cases(program, "at=\"$at ${COMP_WORDS[i]}\"") +
            "        esac\n"
            "    done\n";
    }
    out +=
        "    case \"$at $previous\" in\n" +
        value_cases(program, "mapfile -t COMPREPLY < <(compgen -W '", "' -- \"$current\"); return",
                    "mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); return") +
        "    esac\n"
        "    case $at in\n";
    walk(program, "", [&](const std::string& path, const Command& command) {
        out += "        " + quoted(path) + ") words=" + quoted(joined(words_of(command)));
        if (wants_files(command)) out += "; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")";
        out += " ;;\n";
    });
    return out +
           "    esac\n"
           "    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W \"$words\" -- "
           "\"$current\")\n"
           "}\n"
           "complete -o filenames -F " +
           name + " " + program.name + "\n";
}

std::string zsh_words(const Command& command) {
    std::string list;
    for (const Command& one : command.commands)
        list += " " + quoted(one.name + ":" + short_help(one.help));
    for (const Argument& one : command.arguments) {
        if (!one.is_positional) list += " " + quoted(one.name + ":" + short_help(one.help));
        for (const std::string& choice : one.choices)
            if (one.is_positional) list += " " + quoted(choice);
    }
    return list;
}

std::string zsh_script(const Command& program) {
    const std::string name = function_name(program);
    std::string out = "#compdef " + program.name + "\n" + name +
                      "() {\n"
                      "    local at='' word\n"
                      "    local -a known\n"
                      "    for word in ${words[2,CURRENT-1]}; do\n"
                      "        case \"$at $word\" in\n" +
                      path_cases(program, "at=\"$at $word\"") +
                      "            *) ;;\n"
                      "        esac\n"
                      "    done\n"
                      "    case \"$at ${words[CURRENT-1]}\" in\n" +
                      value_cases(program, "compadd -- ", "; return", "_files; return") +
                      "    esac\n"
                      "    case $at in\n";
    walk(program, "", [&](const std::string& path, const Command& command) {
        out += "        " + quoted(path) + ") known=(" + zsh_words(command) + " )" +
               (wants_files(command) ? "; _files" : "") + " ;;\n";
    });
    return out +
           "    esac\n"
           "    _describe " +
           quoted(program.name) +
           " known\n"
           "}\n"
           "if [ \"${funcstack[1]}\" = " +
           quoted("_" + program.name) + " ]; then\n    " + name + " \"$@\"\nelse\n    compdef " +
           name + " " + program.name + "\nfi\n";
}

/// True in fish when the line so far is at this command and no further.
std::string fish_condition(const std::string& path, const Command& command, bool is_at_it) {
    std::string condition;
    std::size_t begin = 1;
    while (begin < path.size()) {
        const std::size_t end = std::min(path.find(' ', begin), path.size());
        condition += (condition.empty() ? "" : "; and ") +
                     std::string{"__fish_seen_subcommand_from "} + path.substr(begin, end - begin);
        begin = end + 1;
    }
    if (!is_at_it || command.commands.empty()) return condition;
    condition +=
        (condition.empty() ? "" : "; and ") + std::string{"not __fish_seen_subcommand_from"};
    for (const Command& one : command.commands)
        condition += " " + one.name;
    return condition;
}

std::string fish_line(const Command& program, const std::string& condition, const std::string& rest,
                      const std::string& help) {
    return "complete -c " + program.name + (condition.empty() ? "" : " -n " + quoted(condition)) +
           rest + (help.empty() ? "" : " -d " + quoted(short_help(help))) + "\n";
}

std::string fish_argument(const Argument& one) {
    std::string rest = one.is_positional ? " -f" : " -l " + one.name.substr(2);
    if (!one.choices.empty())
        return rest + (one.is_positional ? "" : " -x") + " -a " + quoted(joined(one.choices));
    if (one.value.empty()) return rest;
    return rest + (one.takes_file() ? " -r" : " -x");
}

std::string fish_script(const Command& program) {
    std::string out =
        "# fish completion of " + program.name + "\ncomplete -c " + program.name + " -f\n";
    walk(program, "", [&](const std::string& path, const Command& command) {
        const std::string at_it = fish_condition(path, command, true);
        for (const Command& one : command.commands)
            out += fish_line(program, at_it, " -a " + one.name, one.help);
        for (const Argument& one : command.arguments) {
            if (one.is_positional && one.choices.empty()) continue;
            if (one.name.starts_with("-") && !one.name.starts_with("--")) continue;
            out +=
                fish_line(program, one.is_positional ? at_it : fish_condition(path, command, false),
                          fish_argument(one), one.help);
        }
        if (wants_files(command)) out += fish_line(program, at_it, " -F", "");
    });
    return out;
}

}  // namespace

std::string completion_script(const Command& program, std::string_view shell) {
    if (shell == "fish") return fish_script(program);
    if (shell == "zsh") return zsh_script(program);
    if (shell == "markdown") return manual_part(program);
    return bash_script(program);
}

}  // namespace foreshock::command_line
