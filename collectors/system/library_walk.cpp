#include "collectors/system/library_walk.hpp"

#include "collectors/process_files.hpp"
#include "collectors/system/mapped_libraries.hpp"

namespace foreshock::collectors {

Result<bool> LibraryWalk::step(TimePoint now) {
    if (!running_) {
        if (!pace_.is_due(now)) return false;
        if (auto begun = begin_round(now); !begun) return fail(std::move(begun).error());
    }
    const std::size_t goal = pace_.goal_of(pids_.size(), now);
    std::size_t bytes = 0;
    while (next_ < goal && bytes < step_bytes_max)
        bytes += look_at(pids_[next_++]);
    if (next_ < pids_.size()) return false;
    running_ = false;
    census_ = std::exchange(counting_, {});
    return true;
}

Result<void> LibraryWalk::begin_round(TimePoint now) {
    if (auto listed = list_pids(host_, pids_); !listed) return listed;
    if (pids_.empty()) return fail(Errc::no_data, "proc: no processes");
    if (census_) pace_ = PacedRound{round_seconds};
    pace_.begin(now);
    next_ = 0;
    counting_ = {};
    running_ = true;
    return {};
}

std::size_t LibraryWalk::look_at(std::int64_t pid) {
    const auto maps = host_.read(process_path(pid, "maps"));
    if (!maps) return 0;
    ++counting_.looked_at;
    if (count_deleted_libraries(*maps) > 0) count(pid);
    return maps->size();
}

void LibraryWalk::count(std::int64_t pid) {
    ++counting_.processes;
    const auto cgroups = host_.read(process_path(pid, "cgroup"));
    std::string unit{cgroups ? unit_of_process(*cgroups) : std::string_view{}};
    if (unit.empty()) {
        const auto text = host_.read(process_path(pid, "stat"));
        const auto stat = text ? parse_process_stat(*text) : fail(text.error());
        if (!stat) return;
        unit = stat->comm;
    }
    if (counting_.by_unit.size() < units_max || counting_.by_unit.contains(unit))
        ++counting_.by_unit[unit];
}

}  // namespace foreshock::collectors
