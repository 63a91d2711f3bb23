#pragma once

#include <string>

#include "command_line/command_tree.hpp"

namespace foreshock::command_line {

/// The sections "# OPTIONS" and, where there are commands, "# COMMANDS" of a manual page, in
/// go-md2man's markdown.
std::string manual_part(const Command& program);

}  // namespace foreshock::command_line
