#include "collectors/process_roll.hpp"

#include <algorithm>

namespace foreshock::collectors {

void ProcessRoll::begin_tick(TimePoint now) {
    if (now == tick_) return;
    tick_ = now;
    is_listed_ = false;
    used_ = 0;
}

Result<void> ProcessRoll::list(TimePoint now, std::vector<std::int64_t>& out) {
    begin_tick(now);
    if (!is_listed_) {
        if (auto listed = list_pids(host_, ids_); !listed) return listed;
        std::sort(ids_.begin(), ids_.end());
        is_listed_ = true;
    }
    out = ids_;
    return {};
}

Result<ProcessStat> ProcessRoll::stat(TimePoint now, std::int64_t pid) {
    begin_tick(now);
    const auto text = text_of(pid);
    return text ? parse_process_stat(*text) : fail(text.error());
}

Result<std::string_view> ProcessRoll::text_of(std::int64_t pid) {
    const auto end = kept_.begin() + static_cast<std::ptrdiff_t>(used_);
    const auto found = std::lower_bound(
        kept_.begin(), end, pid, [](const Kept& kept, std::int64_t id) { return kept.pid < id; });
    if (found != end && found->pid == pid) return std::string_view{found->text};
    auto text = host_.open(process_path(pid, "stat"))->read(buffer_);
    // Walks go through rising ids; what comes out of turn is nobody else's.
    if (!text || found != end || used_ >= kept_max) return text;
    if (used_ == kept_.size()) kept_.emplace_back();
    Kept& kept = kept_[used_++];
    kept.pid = pid;
    kept.text.assign(*text);
    return text;
}

}  // namespace foreshock::collectors
