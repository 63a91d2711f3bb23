#include <algorithm>
#include <set>

#include "agent/snapshot/sections.hpp"
#include "core/number.hpp"

namespace foreshock::agent::snapshot {
namespace {

using collectors::ProcessEntry;
using collectors::ProcessOrder;

std::string percent(double ratio) {
    return describe_number(std::max(0.0, ratio) * 100) + " %";
}

std::string count_text(const std::optional<std::uint64_t>& count) {
    return count ? std::to_string(*count) : "-";
}

/// The worst, with the symptom's own process among them even if it is not.
std::vector<ProcessEntry> worst(std::vector<ProcessEntry> table, ProcessOrder order,
                                const Round& round) {
    std::optional<ProcessEntry> own;
    for (const ProcessEntry& process : table) {
        if (round.subject.pid == process.pid) own = process;
    }
    std::vector<ProcessEntry> top = top_processes(std::move(table), order, rows_wanted);
    const bool is_in = std::any_of(top.begin(), top.end(), [&](const ProcessEntry& process) {
        return own && process.pid == own->pid;
    });
    if (own && !is_in) top.push_back(std::move(*own));
    return top;
}

void mark_culprit(SnapshotSection& section, const Round& round) {
    section.culprit = row_of(section, round.subject.pid);
    const bool names_another = round.subject.pid.has_value();
    if (!section.culprit && !names_another && !section.rows.empty()) section.culprit = 0;
}

SnapshotSection memory_section(std::string title, const std::vector<ProcessEntry>& processes,
                               const Round& round) {
    SnapshotSection section{
        std::move(title), {"pid", "process", "memory", "threads", "command"}, {}, {}};
    for (const ProcessEntry& process : processes) {
        section.rows.push_back({std::to_string(process.pid), process.comm,
                                describe_bytes(process.rss_bytes), std::to_string(process.threads),
                                command_of(process)});
    }
    mark_culprit(section, round);
    return section;
}

/// The pids of a control group: the unified hierarchy, or the older ones.
std::set<std::int64_t> pids_of_cgroup(const HostFs& host, const std::string& cgroup) {
    std::set<std::int64_t> pids;
    for (const char* hierarchy : {"", "/unified", "/memory", "/pids", "/systemd"}) {
        const auto text =
            host.read("sys/fs/cgroup" + std::string{hierarchy} + cgroup + "/cgroup.procs");
        if (!text) continue;
        std::string_view rest = *text;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('\n'), rest.size());
            if (const auto pid = parse_int(rest.substr(0, end))) pids.insert(*pid);
            rest.remove_prefix(std::min(rest.size(), end + 1));
        }
        if (!pids.empty()) break;
    }
    return pids;
}

}  // namespace

SnapshotSection processes_by_cpu(const Round& round) {
    SnapshotSection section{
        "processes by processor time", {"pid", "process", "cpu", "threads", "command"}, {}, {}};
    const auto used = used_between(round.first.processes, round.second.processes);
    for (const ProcessEntry& process : worst(used, ProcessOrder::cpu, round)) {
        section.rows.push_back({std::to_string(process.pid), process.comm,
                                percent(process.cpu_seconds / round.seconds),
                                std::to_string(process.threads), command_of(process)});
    }
    mark_culprit(section, round);
    return section;
}

SnapshotSection processes_by_memory(const Round& round) {
    return memory_section("processes by memory",
                          worst(round.second.processes, ProcessOrder::memory, round), round);
}

SnapshotSection processes_by_files(const Round& round) {
    SnapshotSection section{
        "processes by open files", {"pid", "process", "open", "limit", "command"}, {}, {}};
    for (const ProcessEntry& process : worst(round.second.processes, ProcessOrder::files, round)) {
        section.rows.push_back({std::to_string(process.pid), process.comm,
                                count_text(process.open_files), count_text(process.files_limit),
                                command_of(process)});
    }
    mark_culprit(section, round);
    return section;
}

SnapshotSection processes_by_io(const Round& round) {
    SnapshotSection section{
        "processes by disk traffic", {"pid", "process", "reads", "writes", "command"}, {}, {}};
    const auto used = used_between(round.first.processes, round.second.processes);
    for (const ProcessEntry& process : worst(used, ProcessOrder::io, round)) {
        const double read = process.read_bytes.value_or(0);
        const double written = process.written_bytes.value_or(0);
        if (read + written <= 0) continue;
        section.rows.push_back({std::to_string(process.pid), process.comm,
                                describe_rate(read / round.seconds),
                                describe_rate(written / round.seconds), command_of(process)});
    }
    mark_culprit(section, round);
    return section;
}

SnapshotSection cgroup_processes(const Round& round) {
    const auto pids = pids_of_cgroup(round.sources.host, round.subject.cgroup);
    std::vector<ProcessEntry> members;
    for (const ProcessEntry& process : round.second.processes) {
        if (pids.contains(process.pid)) members.push_back(process);
    }
    return memory_section("processes of " + round.subject.cgroup,
                          top_processes(std::move(members), ProcessOrder::memory, rows_wanted),
                          round);
}

SnapshotSection blocked_tasks(const Round& round) {
    SnapshotSection section{
        "processes that wait for a device", {"pid", "process", "waits in", "command"}, {}, {}};
    for (const ProcessEntry& process : round.second.processes) {
        if (process.state != 'D' || section.rows.size() >= SnapshotSection::rows_max) continue;
        const std::string path = "proc/" + std::to_string(process.pid) + "/wchan";
        const auto place = round.sources.host.read(path);
        section.rows.push_back({std::to_string(process.pid), process.comm,
                                place && !place->empty() && *place != "0" ? *place : "-",
                                command_of(process)});
    }
    section.culprit = row_of(section, round.subject.pid);
    return section;
}

}  // namespace foreshock::agent::snapshot
