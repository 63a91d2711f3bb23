#include <algorithm>

#include "agent/snapshot/sections.hpp"
#include "core/number.hpp"

namespace foreshock::agent::snapshot {
namespace {

constexpr double young_seconds = 600;

struct Line {
    double age_seconds;
    std::vector<std::string> cells;
};

std::string ago(double seconds) {
    return describe_duration(from_seconds(seconds)) + " ago";
}

void add_processes(const Round& round, std::vector<Line>& lines) {
    const auto uptime_text = round.sources.host.read("proc/uptime");
    if (!uptime_text) return;
    const auto uptime = parse_double(uptime_text->substr(0, uptime_text->find(' ')));
    if (!uptime) return;
    for (const collectors::ProcessEntry& process : round.second.processes) {
        const double started =
            static_cast<double>(process.start_ticks) / round.sources.units.clock_ticks_per_second;
        const double age = std::max(0.0, *uptime - started);
        if (process.kernel_thread || age > young_seconds) continue;
        lines.push_back({age,
                         {ago(age), "process started",
                          command_of(process) + " (pid " + std::to_string(process.pid) + ")"}});
    }
}

void add_facts(const Round& round, std::vector<Line>& lines) {
    for (const Change& change : round.sources.facts.recent()) {
        const double age = std::max(0.0, to_seconds(round.second.at - change.at));
        lines.push_back({age,
                         {ago(age), change.fact + " changed",
                          "from '" + change.from + "' to '" + change.to + "'"}});
    }
}

}  // namespace

SnapshotSection recent_changes(const Round& round) {
    SnapshotSection section{"what changed lately", {"when", "what", "details"}, {}, {}};
    std::vector<Line> lines;
    add_facts(round, lines);
    add_processes(round, lines);
    std::stable_sort(lines.begin(), lines.end(),
                     [](const Line& a, const Line& b) { return a.age_seconds < b.age_seconds; });
    if (lines.size() > rows_wanted) lines.resize(rows_wanted);
    for (Line& line : lines)
        section.rows.push_back(std::move(line.cells));
    return section;
}

}  // namespace foreshock::agent::snapshot
