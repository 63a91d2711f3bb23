#include "collectors/mounts.hpp"

#include "agent/snapshot/sections.hpp"
#include "core/number.hpp"

namespace foreshock::agent::snapshot {
namespace {

std::vector<collectors::Mount> mounts_of(const HostFs& host) {
    for (const char* path : {"proc/1/mountinfo", "proc/self/mountinfo"}) {
        const auto text = host.read(path);
        if (!text) continue;
        auto parsed = collectors::parse_mountinfo(*text);
        if (parsed) return watched_mounts(std::move(*parsed));
    }
    return {};
}

std::string share(double used, double all) {
    return all > 0 ? describe_number(used / all * 100) + " %" : "-";
}

std::vector<std::string> row_for(const collectors::Mount& mount, const Round& round) {
    const auto space = round.sources.space.space(mount.mount_point);
    if (!space) return {mount.mount_point, mount.type, "does not answer", "-", "-", "-"};
    const double used = space->size_bytes - space->free_bytes;
    return {mount.mount_point,
            mount.type,
            describe_bytes(used),
            describe_bytes(space->available_bytes),
            share(used, used + space->available_bytes),
            share(space->inodes_total - space->inodes_free, space->inodes_total)};
}

}  // namespace

SnapshotSection mounts(const Round& round) {
    SnapshotSection section{
        "filesystems", {"mount", "type", "used", "available", "full", "inodes"}, {}, {}};
    for (const collectors::Mount& mount : mounts_of(round.sources.host)) {
        if (section.rows.size() >= SnapshotSection::rows_max) break;
        if (mount.mount_point == round.subject.mount) section.culprit = section.rows.size();
        section.rows.push_back(row_for(mount, round));
    }
    return section;
}

}  // namespace foreshock::agent::snapshot
