#include "agent/idle_pages.hpp"

#include <charconv>
#include <optional>

#include <sys/mman.h>

#include "core/directory_host_fs.hpp"

namespace foreshock::agent {
namespace {

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

std::string_view take_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
}

std::optional<std::uintptr_t> parse_address(std::string_view text) {
    std::uintptr_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional{value} : std::nullopt;
}

/// "7f1c2e200000-7f1c2e228000 r-xp 00028000 fe:00 1234   /usr/lib/libc.so.6"; none when the line
/// is no head of a mapping.
struct Mapping {
    MemoryRange range;
    bool of_file = false;
    bool writable = true;
};

std::optional<Mapping> parse_head(std::string_view line) {
    const std::string_view range = take_word(line);
    const std::size_t dash = range.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto begin = parse_address(range.substr(0, dash));
    const auto end = parse_address(range.substr(dash + 1));
    const std::string_view rights = take_word(line);
    if (!begin || !end || *begin >= *end || rights.size() != 4) return std::nullopt;
    for (int passed = 0; passed < 3; ++passed)
        take_word(line);
    const bool is_private = rights[3] == 'p';
    return Mapping{
        {*begin, *end}, is_private && take_word(line).starts_with('/'), rights[1] == 'w'};
}

}  // namespace

std::vector<MemoryRange> unchanged_file_mappings(std::string_view smaps) {
    std::vector<MemoryRange> ranges;
    Mapping mapping;
    while (!smaps.empty()) {
        std::string_view line = take_line(smaps);
        if (const auto head = parse_head(line)) {
            mapping = *head;
            continue;
        }
        if (take_word(line) != "Anonymous:") continue;
        const bool unchanged = take_word(line) == "0";
        if (mapping.of_file && !mapping.writable && unchanged) ranges.push_back(mapping.range);
        mapping = {};
    }
    return ranges;
}

void give_back_idle_pages() {
    const auto smaps = DirectoryHostFs{"/"}.read("proc/self/smaps");
    if (!smaps) return;
    for (const MemoryRange& range : unchanged_file_mappings(*smaps)) {
        // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel tells addresses as numbers
        ::madvise(reinterpret_cast<void*>(range.begin), range.end - range.begin, MADV_DONTNEED);
    }
}

}  // namespace foreshock::agent
