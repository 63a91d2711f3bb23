#pragma once

#include "source_tree.hpp"

namespace foreshock::tidy {

constexpr std::size_t function_lines_max = 70;
constexpr std::size_t file_lines_max = 500;
constexpr std::size_t line_columns_max = 100;

/// C++ only: functions, lines and files no longer than the limits; no tab and no space at the end
/// of a line. Columns count characters, not bytes.
Findings check_sizes(const SourceFile& file);

}  // namespace foreshock::tidy
