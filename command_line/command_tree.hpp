#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace foreshock::command_line {

/// An option or a positional argument.
struct Argument {
    std::string name;  ///< "--state", or "ID" of a positional one
    std::string help;
    std::string value;                 ///< what it takes ("FILE"); empty for a flag
    std::vector<std::string> choices;  ///< all values that it takes, where they are few
    bool is_positional = false;

    [[nodiscard]] bool takes_file() const { return value == "FILE" || value == "FOLDER"; }
};

/// A program, or a command of it, as people may type it. What is hidden from --help is not in it.
struct Command {
    std::string name;
    std::string help;
    std::vector<Argument> arguments;
    std::vector<Command> commands;
};

/// The tree of `app`, which is read and not changed. Choices are the words of the name of an
/// option's validator, see choices_name().
Command command_tree(CLI::App& app);

/// The name to give a validator of these words, so that they are found again.
std::string choices_name(const std::vector<std::string>& words);

}  // namespace foreshock::command_line
