#include "function_rules.hpp"

#include <algorithm>

#include "cpp_text.hpp"

namespace foreshock::tidy {

namespace {

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

void check_lines(const SourceFile& file, Findings& findings) {
    const auto lines = split_lines(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view line = lines[i];
        const auto columns =
            static_cast<std::size_t>(std::count_if(line.begin(), line.end(), starts_character));
        if (columns > line_columns_max) {
            findings.push_back({file.path, i + 1, std::to_string(columns) + " columns wide"});
        }
        if (line.find('\t') != std::string_view::npos) {
            findings.push_back({file.path, i + 1, "has a tab"});
        }
        if (line.ends_with(' ') || line.ends_with('\r')) {
            findings.push_back({file.path, i + 1, "ends in white space"});
        }
    }
    if (lines.size() > file_lines_max) {
        findings.push_back({file.path, 0, std::to_string(lines.size()) + " lines long: split it"});
    }
}

void check_functions(const SourceFile& file, Findings& findings) {
    for (const FunctionBody& body : find_functions(code_only(file.text))) {
        const std::size_t first = line_of(file.text, body.first_offset);
        const std::size_t length = line_of(file.text, body.close_offset) - first + 1;
        if (length > function_lines_max) {
            findings.push_back(
                {file.path, first,
                 "a function of " + std::to_string(length) + " lines: " + body.head});
        }
    }
}

}  // namespace

Findings check_sizes(const SourceFile& file) {
    Findings findings;
    if (!is_cpp_source(file.path)) return findings;
    check_lines(file, findings);
    check_functions(file, findings);
    return findings;
}

}  // namespace foreshock::tidy
