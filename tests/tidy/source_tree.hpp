#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace foreshock::tidy {

/// A file of the project: its path from the top, and what is in it.
struct SourceFile {
    std::string path;
    std::string text;
    bool executable = false;
};

/// A broken rule, at a place that an editor can jump to. Line 0 means the file as a whole.
struct Finding {
    std::string path;
    std::size_t line = 0;
    std::string what;
};

using Findings = std::vector<Finding>;

/// "path:line: what", one per line: what a person reads when the test fails.
std::string to_text(const Findings& findings);

/// Every file below `root` but those of builds, of git, and of package folders, sorted by path.
std::vector<SourceFile> read_source_tree(const std::filesystem::path& root);

/// Splits at newlines; a last line without one counts too.
std::vector<std::string_view> split_lines(std::string_view text);

/// The line, counted from 1, of the character at `offset`.
std::size_t line_of(std::string_view text, std::size_t offset);

bool is_cpp_source(std::string_view path);
bool is_cpp_header(std::string_view path);
bool is_test_path(std::string_view path);

}  // namespace foreshock::tidy
