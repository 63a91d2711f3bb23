#include <algorithm>

#include "agent/snapshot/sections.hpp"
#include "formats/mask_secrets.hpp"

namespace foreshock::agent::snapshot {
namespace {

constexpr std::size_t lines_wanted = 20;
constexpr std::size_t text_bytes_max = 300;

/// "<6>[   12.345678] text" as time and text; dmesg's own form without the level works too.
std::vector<std::string> cells_of(std::string_view line) {
    if (line.starts_with('<')) line.remove_prefix(std::min(line.find('>') + 1, line.size()));
    std::string_view time = "-";
    const auto close = line.find("] ");
    if (line.starts_with('[') && close != std::string_view::npos) {
        time = line.substr(1, close - 1);
        time.remove_prefix(std::min(time.find_first_not_of(' '), time.size()));
        line.remove_prefix(close + 2);
    }
    return {std::string{time}, formats::mask_secrets(line).substr(0, text_bytes_max)};
}

/// From the lines that are kept, when they are enough: their time is the host's.
SnapshotSection kept_kernel_log(const std::vector<KeptLine>& lines) {
    SnapshotSection section{"end of the kernel's log", {"time", "text"}, {}, {}};
    for (const KeptLine& line : lines)
        section.rows.push_back({format_rfc3339(line.at), line.text.substr(0, text_bytes_max)});
    return section;
}

}  // namespace

SnapshotSection kernel_log(const Round& round) {
    SnapshotSection section{"end of the kernel's log", {"seconds after boot", "text"}, {}, {}};
    std::vector<KeptLine> kept;
    if (round.sources.lines) kept = round.sources.lines->last_of_kernel(lines_wanted);
    if (kept.size() >= lines_wanted) return kept_kernel_log(kept);
    const auto log = round.sources.kernel_log();
    if (!log && !kept.empty()) return kept_kernel_log(kept);
    if (!log) return section;
    std::string_view text = *log;
    std::vector<std::vector<std::string>> newest_first;
    while (!text.empty() && newest_first.size() < lines_wanted) {
        if (text.back() == '\n') text.remove_suffix(1);
        const auto before = text.rfind('\n');
        const auto begin = before == std::string_view::npos ? 0 : before + 1;
        if (begin < text.size()) newest_first.push_back(cells_of(text.substr(begin)));
        text = text.substr(0, begin);
    }
    section.rows.assign(newest_first.rbegin(), newest_first.rend());
    return section;
}

}  // namespace foreshock::agent::snapshot
