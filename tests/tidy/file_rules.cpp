#include "file_rules.hpp"

#include <regex>

namespace foreshock::tidy {

namespace {

/// Written in two pieces, so that this file keeps its own rule.
const std::vector<std::string>& forbidden_texts() {
    static const std::vector<std::string> all{
        std::string("/wo") + "rk/",
        std::string("/ro") + "ot/",
        std::string("registry") + ".npm",
        std::string("npm") + "js.org",
        std::string("\"reso") + "lved\": \"http",
    };
    return all;
}

bool is_binary(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

void check_lines(const SourceFile& file, Findings& findings) {
    static const std::regex open_task(
        "\\b(TO"
        "DO|FIX"
        "ME|XX"
        "X|HA"
        "CK)\\b(?!\\(\\w+\\))");
    const auto lines = split_lines(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (const std::string& text : forbidden_texts()) {
            if (lines[i].find(text) == std::string_view::npos) continue;
            findings.push_back({file.path, i + 1, "says " + text});
        }
        if (std::regex_search(lines[i].begin(), lines[i].end(), open_task)) {
            findings.push_back({file.path, i + 1, "an open task without a kind"});
        }
    }
}

}  // namespace

Findings check_file(const SourceFile& file) {
    Findings findings;
    const bool is_openapi = file.path == "server/http/openapi.json";
    if (file.text.size() > (is_openapi ? openapi_bytes_max : file_bytes_max)) {
        findings.push_back({file.path, 0, std::to_string(file.text.size()) + " bytes large"});
    }
    const bool is_script = file.text.starts_with("#!");
    if (is_script != file.executable) {
        findings.push_back(
            {file.path, 0,
             is_script ? "is a script, and not executable" : "is executable, and no script"});
    }
    if (!is_binary(file.text)) check_lines(file, findings);
    return findings;
}

Findings check_header_guard(const SourceFile& file) {
    if (!is_cpp_header(file.path)) return {};
    for (const std::string_view line : split_lines(file.text)) {
        if (line.empty() || line.starts_with("//")) continue;
        if (line == "#pragma once") return {};
        break;
    }
    return {{file.path, 1, "does not begin with #pragma once"}};
}

Findings check_changelog(const SourceFile& file) {
    static const std::regex entry(R"(- \[(CHANGE|FEATURE|ENHANCEMENT|BUGFIX)\] [\w./-]+: \S.*)");
    static const std::regex heading(R"(## (Unreleased|\d+\.\d+\.\d+ / \d{4}-\d{2}-\d{2}))");
    Findings findings;
    const auto lines = split_lines(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string line(lines[i]);
        const bool wrong_entry = line.starts_with("- ") && !std::regex_match(line, entry);
        const bool wrong_heading = line.starts_with("## ") && !std::regex_match(line, heading);
        if (wrong_entry) findings.push_back({file.path, i + 1, "not \"- [KIND] component: what\""});
        if (wrong_heading) {
            findings.push_back({file.path, i + 1, "neither Unreleased nor \"1.2.3 / 2026-01-31\""});
        }
    }
    return findings;
}

}  // namespace foreshock::tidy
