#include "source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace foreshock::tidy {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> skipped_folders{".git", "build",  "node_modules",
                                                          "dist", ".state", ".vscode"};

bool is_skipped(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    // In a worktree of its own .git is a file.
    return (entry.is_directory() || name == ".git") &&
           std::find(skipped_folders.begin(), skipped_folders.end(), name) != skipped_folders.end();
}

SourceFile read_file(const fs::path& root, const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    SourceFile file;
    file.path = path.lexically_relative(root).generic_string();
    file.text.assign(std::istreambuf_iterator<char>(in), {});
    file.executable = (fs::status(path).permissions() & fs::perms::owner_exec) != fs::perms::none;
    return file;
}

}  // namespace

std::string to_text(const Findings& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += finding.path;
        if (finding.line != 0) text += ":" + std::to_string(finding.line);
        text += ": " + finding.what + "\n";
    }
    return text;
}

std::vector<SourceFile> read_source_tree(const fs::path& root) {
    std::vector<SourceFile> files;
    for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator();
         ++at) {
        if (is_skipped(*at)) {
            at.disable_recursion_pending();
        } else if (at->is_regular_file() && !at->is_symlink()) {
            files.push_back(read_file(root, at->path()));
        }
    }
    std::sort(files.begin(), files.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return files;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

bool is_cpp_header(std::string_view path) {
    return path.ends_with(".hpp");
}

bool is_cpp_source(std::string_view path) {
    return path.ends_with(".cpp") || is_cpp_header(path);
}

bool is_test_path(std::string_view path) {
    return path.starts_with("tests/");
}

}  // namespace foreshock::tidy
