#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace foreshock::cli {

/// One command as a shell completes it: what may follow its words.
struct CommandWords {
    std::string_view path;     ///< "incidents list"; empty for the program itself
    std::string_view options;  ///< blank-separated, with their dashes
    std::string_view next;     ///< sub-commands or values
};

/// Every command that people may type. A test holds it against the grammar.
std::span<const CommandWords> command_words();

/// A completion script for "bash", "zsh" or "fish".
std::string completion_script(std::string_view shell);

}  // namespace foreshock::cli
