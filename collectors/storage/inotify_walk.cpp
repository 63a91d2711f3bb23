#include "collectors/storage/inotify_walk.hpp"

#include <algorithm>
#include <limits>

#include "core/text_scan.hpp"

namespace foreshock::collectors {

std::uint64_t count_watches(std::string_view text) {
    std::uint64_t watches = 0;
    for (std::string_view line; take_line(text, line);)
        watches += line.starts_with("inotify ") ? 1 : 0;
    return watches;
}

std::optional<std::uint32_t> parse_effective_user(std::string_view text) {
    for (std::string_view line; take_line(text, line);) {
        if (take_word(line) != "Uid:") continue;
        take_word(line);  // real
        const auto user = take_uint(line);
        if (!user || *user > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
        return static_cast<std::uint32_t>(*user);
    }
    return std::nullopt;
}

Result<void> InotifyWalk::begin(TimePoint now) {
    uses_.clear();
    files_.clear();
    known_.clear();
    processes_.clear();
    if (const auto* known = readings_->inotify_files.known(now)) {
        known_ = *known;
        return {};
    }
    if (auto listed = readings_->processes.list(now, processes_); !listed) return listed;
    std::erase_if(processes_, [this, now](std::int64_t pid) {
        return readings_->processes.is_kernel_thread(now, pid);
    });
    return {};
}

bool InotifyWalk::step(std::size_t links_max) {
    for (std::size_t looked = 0; looked < links_max; ++looked) {
        if (next_known()) continue;
        if (files_.empty()) {
            if (!next_process()) return true;
            continue;
        }
        const std::string file = std::move(files_.back());
        files_.pop_back();
        look_at(file);
    }
    return false;
}

/// False when there is none. One that has gone, or may not be looked at, has no files.
bool InotifyWalk::next_process() {
    if (processes_.empty()) return false;
    process_ = "proc/" + std::to_string(processes_.back());
    processes_.pop_back();
    if (auto names = host_.list(process_ + "/fd")) files_ = std::move(*names);
    return true;
}

bool InotifyWalk::next_known() {
    if (known_.empty()) return false;
    const auto [process, file] = std::move(known_.back());
    known_.pop_back();
    process_ = "proc/" + std::to_string(process);
    // It may have been closed since, and another have its number.
    const auto target = host_.read_link(process_ + "/fd/" + file);
    if (target && InotifyFiles::is_instance(*target)) count_instance(file);
    return true;
}

void InotifyWalk::look_at(const std::string& file) {
    const auto target = host_.read_link(process_ + "/fd/" + file);
    // Whose one file may not be seen, none of its files may be.
    if (!target && target.error().code == Errc::unreadable) files_.clear();
    if (target && InotifyFiles::is_instance(*target)) count_instance(file);
}

void InotifyWalk::count_instance(const std::string& file) {
    const auto status = host_.read(process_ + "/status");
    const auto user = status ? parse_effective_user(*status) : std::nullopt;
    const auto lines = host_.read(process_ + "/fdinfo/" + file);
    if (!user || !lines) return;
    InotifyUse& use = uses_[*user];
    ++use.instances;
    use.watches += count_watches(*lines);
}

}  // namespace foreshock::collectors
