#include "command_line/manual.hpp"

namespace foreshock::command_line {
namespace {

/// What markdown would read as its own.
std::string plain(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '*' || c == '_' || c == '<' || c == '`' || c == '[') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::string entry(const Argument& one) {
    std::string out = "**" + plain(one.name) + "**";
    if (!one.is_positional && !one.value.empty()) out += " *" + plain(one.value) + "*";
    out += "\n: " + plain(one.help.empty() ? "(see above)" : one.help);
    const bool are_named =
        one.choices.empty() || one.help.find(one.choices.back()) != std::string::npos;
    if (!are_named) out += ": " + plain(joined(one.choices));
    return out + ".\n\n";
}

void add_commands(const Command& command, const std::string& path, std::string& out) {
    for (const Command& one : command.commands) {
        out += "## " + path + " " + one.name + "\n\n" + plain(one.help) + ".\n\n";
        for (const Argument& argument : one.arguments)
            if (argument.name != "--help") out += entry(argument);
        add_commands(one, path + " " + one.name, out);
    }
}

}  // namespace

std::string manual_part(const Command& program) {
    std::string out = "# OPTIONS\n\n";
    for (const Argument& argument : program.arguments)
        out += entry(argument);
    if (program.commands.empty()) return out;
    out += "# COMMANDS\n\n";
    add_commands(program, program.name, out);
    return out;
}

}  // namespace foreshock::command_line
