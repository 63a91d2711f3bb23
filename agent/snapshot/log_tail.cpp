#include "agent/snapshot/sections.hpp"

namespace foreshock::agent::snapshot {
namespace {

constexpr std::size_t unit_lines_wanted = 15;
constexpr std::size_t kernel_lines_wanted = 8;

/// The last part of a path of cgroups that is a unit: "/system.slice/shop.service".
std::string unit_in(std::string_view cgroup) {
    while (!cgroup.empty()) {
        const std::string_view part = cgroup.substr(cgroup.rfind('/') + 1);
        if (part.ends_with(".service") || part.ends_with(".scope")) return std::string{part};
        const auto slash = cgroup.rfind('/');
        cgroup = slash == std::string_view::npos ? std::string_view{} : cgroup.substr(0, slash);
    }
    return {};
}

/// As the symptom says it, or by the cgroup of its process (cgroups(7): "0::/system.slice/…").
std::string unit_of(const Round& round) {
    if (!round.subject.unit.empty()) return round.subject.unit;
    if (!round.subject.cgroup.empty()) return unit_in(round.subject.cgroup);
    if (!round.subject.pid) return {};
    const auto text =
        round.sources.host.read("proc/" + std::to_string(*round.subject.pid) + "/cgroup");
    if (!text) return {};
    return unit_in(std::string_view{*text}.substr(0, text->find('\n')));
}

void add_rows(const std::vector<KeptLine>& lines, SnapshotSection& section) {
    for (const KeptLine& line : lines) {
        const std::string& from = line.unit.empty() ? line.source : line.unit;
        section.rows.push_back(
            {format_rfc3339(line.at), from, std::string{severity_word(line.severity)}, line.text});
    }
}

}  // namespace

SnapshotSection log_tail(const Round& round) {
    SnapshotSection section{
        "last warnings and errors", {"time", "from", "severity", "text"}, {}, {}};
    if (!round.sources.lines) return section;
    const LogLines& lines = *round.sources.lines;
    const std::string unit = unit_of(round);
    std::vector<KeptLine> own;
    if (!unit.empty()) own = lines.last_of_unit(unit, unit_lines_wanted);
    if (own.empty()) own = lines.last_of_others(unit_lines_wanted);
    add_rows(own, section);
    add_rows(lines.last_of_kernel(kernel_lines_wanted), section);
    return section;
}

}  // namespace foreshock::agent::snapshot
