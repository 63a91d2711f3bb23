#pragma once

#include <string>
#include <string_view>

#include "command_line/command_tree.hpp"

namespace foreshock::command_line {

/// For "bash", "zsh" or "fish": a script that completes the program, to be sourced or to be put
/// where the shell looks for it. For "markdown": commands and options as a page explains them.
std::string completion_script(const Command& program, std::string_view shell);

}  // namespace foreshock::command_line
