#include <algorithm>
#include <map>

#include "agent/snapshot/sections.hpp"
#include "core/number.hpp"

namespace foreshock::agent::snapshot {
namespace {

using collectors::ProcessEntry;

struct Growth {
    std::int64_t pid;
    std::string what;
    double bytes;
};

std::vector<Growth> grown_files(const Round& round) {
    std::map<std::tuple<std::int64_t, std::string, std::string>, double> before;
    for (const OpenFile& file : round.first.files) {
        before[{file.pid, file.descriptor, file.path}] = file.position_bytes;
    }
    std::vector<Growth> grown;
    for (const OpenFile& file : round.second.files) {
        const auto found = before.find({file.pid, file.descriptor, file.path});
        // A file opened since the first look has grown from nothing, or was appended to: unknown.
        const double since = found == before.end() ? file.position_bytes : found->second;
        grown.push_back({file.pid, file.path, std::max(0.0, file.position_bytes - since)});
    }
    return grown;
}

/// Writers whose file is closed between looks, or written at places of their choice: what the
/// kernel counts for the whole process tells of them.
void add_writers(const Round& round, std::vector<Growth>& growth) {
    for (const ProcessEntry& process :
         used_between(round.first.processes, round.second.processes)) {
        const double written = process.written_bytes.value_or(0);
        const bool is_listed = std::any_of(growth.begin(), growth.end(), [&](const Growth& known) {
            return known.pid == process.pid && known.bytes > 0;
        });
        if (written > 0 && !is_listed) growth.push_back({process.pid, "(any file)", written});
    }
}

std::string name_of(const Round& round, std::int64_t pid) {
    for (const ProcessEntry& process : round.second.processes) {
        if (process.pid == pid) return process.comm;
    }
    return "-";
}

}  // namespace

SnapshotSection growing_files(const Round& round) {
    SnapshotSection section{
        "who writes to " + round.subject.mount, {"pid", "process", "file", "grows"}, {}, {}};
    std::vector<Growth> growth = grown_files(round);
    const bool any_grew = std::any_of(growth.begin(), growth.end(),
                                      [](const Growth& file) { return file.bytes > 0; });
    add_writers(round, growth);
    std::stable_sort(growth.begin(), growth.end(),
                     [](const Growth& a, const Growth& b) { return a.bytes > b.bytes; });
    // Growth of a file on this very mount says more than traffic that may go anywhere.
    std::stable_partition(growth.begin(), growth.end(), [](const Growth& file) {
        return file.what != "(any file)" && file.bytes > 0;
    });
    for (const Growth& file : growth) {
        if (section.rows.size() >= rows_wanted) break;
        section.rows.push_back({std::to_string(file.pid), name_of(round, file.pid), file.what,
                                describe_rate(file.bytes / round.seconds)});
    }
    if (!section.rows.empty() && (any_grew || growth.front().bytes > 0)) section.culprit = 0;
    return section;
}

}  // namespace foreshock::agent::snapshot
