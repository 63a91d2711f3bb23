#include <algorithm>
#include <map>

#include "agent/snapshot/sections.hpp"

namespace foreshock::agent::snapshot {
namespace {

using Counts = std::map<std::string, std::size_t>;

/// "socket:[123]" is a socket; "/tmp/x (deleted)" stays as it is.
std::string sort_of(const std::string& target) {
    const auto bracket = target.find(":[");
    const bool numbered = bracket != std::string::npos && !target.starts_with('/') &&
                          !target.starts_with("anon_inode");
    return numbered ? target.substr(0, bracket) : target;
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (!path.starts_with('/') || slash == 0 || slash == std::string::npos) return path;
    return path.substr(0, slash) + "/*";
}

/// Files one by one when they are few, else by folder.
Counts grouped(const Counts& by_target) {
    if (by_target.size() <= rows_wanted) return by_target;
    Counts by_folder;
    for (const auto& [target, count] : by_target)
        by_folder[folder_of(target)] += count;
    return by_folder;
}

}  // namespace

SnapshotSection files_of_process(const Round& round) {
    SnapshotSection section{"what the process has open", {"what", "count"}, {}, {}};
    if (!round.subject.pid) return section;
    const HostFs& host = round.sources.host;
    const std::string folder = "proc/" + std::to_string(*round.subject.pid) + "/fd";
    const auto names = host.list(folder);
    if (!names) return section;
    Counts by_target;
    for (std::size_t i = 0; i < names->size() && i < descriptors_max; ++i) {
        const auto target = host.read_link(folder + "/" + (*names)[i]);
        if (target) ++by_target[sort_of(*target)];
    }
    const Counts groups = grouped(by_target);
    std::vector<std::pair<std::string, std::size_t>> sorted(groups.begin(), groups.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [what, count] : sorted) {
        if (section.rows.size() >= rows_wanted) break;
        section.rows.push_back({what, std::to_string(count)});
    }
    if (!section.rows.empty()) section.culprit = 0;
    return section;
}

}  // namespace foreshock::agent::snapshot
