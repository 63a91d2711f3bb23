#include "collectors/system/mapped_libraries.hpp"

#include <algorithm>
#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

/// Where packages put what is executed.
constexpr std::array<std::string_view, 14> folders{
    "/lib/",       "/lib32/",         "/lib64/",         "/usr/lib/",       "/usr/lib32/",
    "/usr/lib64/", "/usr/libexec/",   "/bin/",           "/sbin/",          "/usr/bin/",
    "/usr/sbin/",  "/usr/local/lib/", "/usr/local/bin/", "/usr/local/sbin/"};

/// The path of a mapping that is executed; empty for others. "ADDRESS r-xp OFFSET DEVICE INODE
/// PATH": a path may hold blanks.
std::string_view executed_path(std::string_view line) {
    take_word(line);
    const std::string_view rights = take_word(line);
    constexpr std::size_t executable = 2;
    if (rights.size() <= executable || rights[executable] != 'x') return {};
    for (int column = 0; column < 3; ++column)
        take_word(line);
    const std::size_t begin = line.find('/');
    return begin == std::string_view::npos ? std::string_view{} : line.substr(begin);
}

}  // namespace

bool is_deleted_library(std::string_view path) {
    if (!path.ends_with(" (deleted)")) return false;
    return std::any_of(folders.begin(), folders.end(),
                       [path](std::string_view folder) { return path.starts_with(folder); });
}

std::size_t count_deleted_libraries(std::string_view maps) {
    std::size_t count = 0;
    std::string_view last;
    std::string_view line;
    while (take_line(maps, line)) {
        const std::string_view path = executed_path(line);
        if (path.empty() || path == last) continue;
        last = path;
        if (is_deleted_library(path)) ++count;
    }
    return count;
}

std::string_view unit_of_process(std::string_view cgroups) {
    std::string_view line;
    while (take_line(cgroups, line)) {
        while (!line.empty()) {
            const std::size_t end = std::min(line.find('/'), line.size());
            const std::string_view part = line.substr(0, end);
            if (part.ends_with(".service") || part.ends_with(".scope")) return part;
            line.remove_prefix(std::min(end + 1, line.size()));
        }
    }
    return {};
}

}  // namespace foreshock::collectors
