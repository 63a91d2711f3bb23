#include "collectors/process_roll.hpp"

#include <algorithm>
#include <utility>

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
        if (auto listed = list_anew(now); !listed) return listed;
    }
    out = ids_;
    return {};
}

Result<void> ProcessRoll::list_anew(TimePoint now) {
    std::vector<std::int64_t> found;
    if (auto listed = list_pids(host_, found); !listed) return listed;
    std::sort(found.begin(), found.end());
    ids_before_ = std::exchange(ids_, std::move(found));
    std::erase_if(held_, [this](const auto& held) {
        return !std::binary_search(ids_.begin(), ids_.end(), held.first);
    });
    forget_kernel_threads(now);
    is_listed_ = true;
    return {};
}

bool ProcessRoll::is_worth_holding(TimePoint now, std::int64_t pid) const {
    const std::size_t places = is_kernel_thread(now, pid) ? held_max / 2 : held_max;
    return held_.size() < places && std::binary_search(ids_before_.begin(), ids_before_.end(), pid);
}

Result<std::string_view> ProcessRoll::read_stat(TimePoint now, std::int64_t pid) {
    if (const auto held = held_.find(pid); held != held_.end()) {
        auto text = held->second->read(buffer_);
        if (!text) held_.erase(held);
        return text;
    }
    auto file = host_.open(process_path(pid, "stat"));
    auto text = file->read(buffer_);
    if (text && is_worth_holding(now, pid)) held_.emplace(pid, std::move(file));
    return text;
}

Result<ProcessStat> ProcessRoll::stat(TimePoint now, std::int64_t pid) {
    begin_tick(now);
    const auto text = text_of(now, pid);
    auto stat = text ? parse_process_stat(*text) : fail(text.error());
    if (stat) note_kind(now, pid, stat->kernel_thread);
    return stat;
}

void ProcessRoll::note_kind(TimePoint now, std::int64_t pid, bool is_kernel_thread) {
    if (!is_kernel_thread) {
        kernel_threads_.erase(pid);
        return;
    }
    const bool is_full = kernel_threads_.size() >= kernel_threads_max;
    if (!is_full || kernel_threads_.contains(pid)) kernel_threads_[pid] = now;
}

bool ProcessRoll::is_kernel_thread(TimePoint now, std::int64_t pid) const {
    const auto found = kernel_threads_.find(pid);
    return found != kernel_threads_.end() && now >= found->second &&
           now - found->second < kernel_thread_known;
}

void ProcessRoll::forget_kernel_threads(TimePoint now) {
    if (now >= forgot_at_ && now - forgot_at_ < kernel_thread_known) return;
    forgot_at_ = now;
    std::erase_if(kernel_threads_,
                  [&](const auto& known) { return !is_kernel_thread(now, known.first); });
}

Result<std::string_view> ProcessRoll::text_of(TimePoint now, std::int64_t pid) {
    const auto end = kept_.begin() + static_cast<std::ptrdiff_t>(used_);
    const auto found = std::lower_bound(
        kept_.begin(), end, pid, [](const Kept& kept, std::int64_t id) { return kept.pid < id; });
    if (found != end && found->pid == pid) {
        if (found->text.empty()) return fail(Errc::no_data, "proc: the process has ended");
        return std::string_view{found->text};
    }
    auto text = read_stat(now, pid);
    // Walks go through rising ids; what comes out of turn is nobody else's.
    const bool is_gone = !text && text.error().code == Errc::no_data;
    if ((!text && !is_gone) || found != end || used_ >= kept_max) return text;
    if (used_ == kept_.size()) kept_.emplace_back();
    Kept& kept = kept_[used_++];
    kept.pid = pid;
    kept.text.assign(is_gone ? std::string_view{} : *text);
    return text;
}

}  // namespace foreshock::collectors
