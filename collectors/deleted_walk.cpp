#include "collectors/deleted_walk.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "collectors/process_files.hpp"

namespace foreshock::collectors {

bool is_deleted_file(std::string_view target) {
    constexpr std::string_view mark{" (deleted)"};
    constexpr std::array<std::string_view, 6> memory{"/memfd:", "/SYSV",          "/dev/zero",
                                                     "/[aio]",  "/drm mm object", "/i915"};
    if (!target.starts_with('/') || !target.ends_with(mark)) return false;
    return std::none_of(memory.begin(), memory.end(),
                        [target](std::string_view name) { return target.starts_with(name); });
}

Result<bool> DeletedWalk::step(TimePoint now) {
    const std::size_t granted = allowance_.grant(now);
    if (!running_) {
        if (!pace_.is_due(now)) return false;
        if (auto begun = begin_round(now); !begun) return fail(std::move(begun).error());
        pace_.begin(now);
    }
    const std::size_t goal = round_ == 1 ? pids_.size() : pace_.goal_of(pids_.size(), now);
    for (std::size_t looks = 0; looks < granted; ++looks) {
        if (next_entry_ < entries_.size()) {
            look_at(entries_[next_entry_++]);
            continue;
        }
        end_process();
        if (next_ >= goal) break;
        begin_process(pids_[next_++]);
    }
    if (next_ < pids_.size() || next_entry_ < entries_.size()) return false;
    end_process();
    running_ = false;
    readings_->inotify_files.end_round(now);
    census_ = std::exchange(counting_, {});
    return true;
}

Result<void> DeletedWalk::begin_round(TimePoint now) {
    if (auto listed = readings_->processes.list(now, pids_); !listed) return listed;
    if (pids_.empty()) return fail(Errc::no_data, "proc: no processes");
    std::erase_if(pids_, [this, now](std::int64_t pid) {
        return readings_->processes.is_kernel_thread(now, pid);
    });
    next_ = 0;
    seen_.clear();
    counting_ = {};
    readings_->inotify_files.begin_round();
    running_ = true;
    ++round_;
    return {};
}

void DeletedWalk::begin_process(std::int64_t pid) {
    pid_ = pid;
    held_.clear();
    held_bytes_ = 0;
    next_entry_ = 0;
    entries_.clear();
    const std::string folder = process_path(pid, "fd");
    const auto count = host_.count(folder);
    if (count && *count > open_files_max) readings_->inotify_files.pass_over();
    if (!count || *count > open_files_max) return;
    if (auto entries = host_.list(folder)) entries_ = std::move(*entries);
}

void DeletedWalk::end_process() {
    const double bytes = std::exchange(held_bytes_, 0);
    if (bytes < holder_bytes_min) return;
    const auto text = host_.read(process_path(pid_, "stat"));
    const auto stat = text ? parse_process_stat(*text) : fail(text.error());
    if (!stat) return;
    counting_.holders.push_back({{pid_, stat->start_ticks}, std::string{stat->comm}, bytes});
}

void DeletedWalk::look_at(const std::string& descriptor) {
    const std::string path = process_path(pid_, "fd") + "/" + descriptor;
    const auto target = host_.read_link(path);
    // Whose one file may not be seen, none of its files may be.
    if (!target && target.error().code == Errc::unreadable) next_entry_ = entries_.size();
    if (target && InotifyFiles::is_instance(*target))
        readings_->inotify_files.note(pid_, descriptor);
    if (!target || !is_deleted_file(*target)) return;
    const auto status = host_.status(path);
    if (!status || status->links > 0) return;
    const FileId id{status->device, status->inode};
    if (held_.size() >= files_max || !held_.insert(id).second) return;
    const auto bytes = static_cast<double>(status->allocated_bytes);
    held_bytes_ += bytes;
    if (seen_.size() >= files_max || !seen_.insert(id).second) return;
    ++counting_.files;
    counting_.bytes += bytes;
    counting_.bytes_by_device[status->device] += bytes;
}

}  // namespace foreshock::collectors
