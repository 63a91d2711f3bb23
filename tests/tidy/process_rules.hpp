#pragma once

#include "source_tree.hpp"

namespace foreshock::tidy {

constexpr int process_lines = 31;
constexpr std::string_view process_table_path = "docs/process.md";

/// Every line of the process, S1 to S31, has one row in docs/process.md, whose last cell names
/// tests as "`tests/x_test.cpp`: title", set apart by <br>. Each is a test case of that title in
/// that file, with the tag of the line; and each test case with such a tag stands in its row.
Findings check_process(const std::vector<SourceFile>& files);

}  // namespace foreshock::tidy
