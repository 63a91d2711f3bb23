#include "collectors/task_walk.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "collectors/keyed_lines.hpp"
#include "collectors/process_files.hpp"

namespace foreshock::collectors {
namespace {

struct Switches {
    std::uint64_t count = 0;
};

constexpr std::array switch_keys{
    KeyedField<Switches>{"voluntary_ctxt_switches:", &Switches::count},
    KeyedField<Switches>{"nonvoluntary_ctxt_switches:", &Switches::count},
};

constexpr char uninterruptible = 'D';

/// "proc/42/task/43/"; of the first thread "proc/42/".
std::string task_path(std::int64_t pid, std::int64_t task) {
    if (pid == task) return process_path(pid, "");
    return process_path(pid, "task/") + std::to_string(task) + "/";
}

}  // namespace

Result<std::uint64_t> parse_context_switches(std::string_view text) {
    Switches switches;
    if (read_keyed_lines<Switches>(text, switch_keys, switches).count() < switch_keys.size()) {
        return fail(Errc::malformed, "status of a task lacks its context switches");
    }
    return switches.count;
}

Result<void> TaskWalk::step(TimePoint now, bool threads_too) {
    has_seen_threads_ = false;
    const std::size_t granted = allowance_.grant(now);
    if (next_ >= pids_.size() && known_threads_.empty()) {
        if (!pace_.is_due(now)) return {};
        if (!threads_too && waiting_.empty() && !ProcessRoll::are_all_due(now, begun_)) {
            pace_.begin(now);  // in step with others that go through all
            return {};
        }
        if (auto begun = begin_round(now, threads_too); !begun) return begun;
    }
    const std::size_t goal = round_ == 1 ? pids_.size() : pace_.goal_of(pids_.size(), now);
    looks_ = 0;
    while (next_ < goal && looks_ < granted)
        look_at_process(pids_[next_++], threads_too || round_has_threads_, now);
    if (next_ < pids_.size()) return {};
    look_at_known(granted, now);
    if (known_threads_.empty()) end_round();
    return {};
}

Result<void> TaskWalk::begin_round(TimePoint now, bool threads_too) {
    if (auto listed = readings_->processes.list(now, pids_); !listed) return listed;
    next_ = 0;
    if (pids_.empty()) return fail(Errc::no_data, "proc: no processes");
    counting_ = {};
    if (round_ % kernel_threads_rounds == 0) kernel_threads_.clear();
    ++round_;
    const bool once_more = threads_too && round_has_threads_;
    pace_ = once_more ? PacedRound{threads_round_seconds} : PacedRound{};
    pace_.begin(now);
    begun_ = now;
    round_has_threads_ = threads_too;
    for (const auto& [task, waiting] : waiting_)
        if (waiting.pid != task) known_threads_.emplace_back(waiting.pid, task);
    return {};
}

/// Those that this round has not come to by itself.
void TaskWalk::look_at_known(std::size_t granted, TimePoint now) {
    for (; !known_threads_.empty() && looks_ < granted; known_threads_.pop_back()) {
        const auto [pid, task] = known_threads_.back();
        const auto waiting = waiting_.find(task);
        if (waiting == waiting_.end() || waiting->second.seen_in == round_) continue;
        look_at_thread(pid, task, *host_.open(task_path(pid, task) + "stat"), now);
    }
}

void TaskWalk::end_round() {
    std::erase_if(waiting_, [this](const auto& item) { return item.second.seen_in != round_; });
    for (auto held = held_.begin(); held != held_.end();) {
        const bool is_gone = held->second.seen_in != round_;
        if (is_gone) let_go(held->second, 0);
        held = is_gone ? held_.erase(held) : std::next(held);
    }
    for (const auto& [task, waiting] : waiting_) {
        if (!waiting.stuck) continue;
        ++counting_.stuck;
        const bool older = !counting_.oldest_since || waiting.since < *counting_.oldest_since;
        if (older) counting_.oldest_since = waiting.since;
    }
    census_ = counting_;
    has_seen_threads_ = round_has_threads_ && waiting_.size() < waiting_max;
}

void TaskWalk::look_at_process(std::int64_t pid, bool threads_too, TimePoint now) {
    // Most tasks of an idle host are threads of the kernel, which never become zombies.
    if (!threads_too && kernel_threads_.contains(pid) && !waiting_.contains(pid)) return;
    ++looks_;
    const auto stat = readings_->processes.stat(now, pid);
    if (!stat) return;
    if (stat->kernel_thread) kernel_threads_.insert(pid);
    if (stat->state == 'Z') ++counting_.zombies;
    if (stat->state == uninterruptible) note_waiting(pid, pid, stat->start_ticks, now);
    if (threads_too && stat->threads > 1) look_at_threads(pid, stat->threads, now);
}

void TaskWalk::look_at_threads(std::int64_t pid, std::uint64_t threads, TimePoint now) {
    const auto known = held_.find(pid);
    if (known == held_.end()) {
        // Many a program ends before the next round.
        if (held_.size() < held_threads_max) held_[pid].seen_in = round_;
        HeldThreads none;
        return list_threads(pid, none, now);
    }
    HeldThreads& held = known->second;
    held.seen_in = round_;
    // As many as there are, and none of them has ended: these are all.
    if (held.files.size() + 1 != threads) let_go(held, 0);
    if (!look_at_held(pid, held, now)) list_threads(pid, held, now);
}

void TaskWalk::let_go(HeldThreads& held, std::size_t kept) {
    held_threads_ -= held.files.size() - kept;
    held.files.resize(kept);
}

/// False when there are none, or one has ended: then there may be others. Those that were looked
/// at until then stay held.
bool TaskWalk::look_at_held(std::int64_t pid, HeldThreads& held, TimePoint now) {
    for (std::size_t i = 0; i < held.files.size(); ++i) {
        const auto& [task, file] = held.files[i];
        if (look_at_thread(pid, task, *file, now)) continue;
        let_go(held, i);
        return false;
    }
    return !held.files.empty();
}

/// Looks at those that are not held, and holds them where there is room for all of the process.
void TaskWalk::list_threads(std::int64_t pid, HeldThreads& held, TimePoint now) {
    const auto names = host_.list(process_path(pid, "task"));
    if (!names) return;
    const auto is_held = [&held, before = held.files.size()](std::int64_t task) {
        const auto end = held.files.begin() + static_cast<std::ptrdiff_t>(before);
        return std::any_of(held.files.begin(), end,
                           [task](const auto& one) { return one.first == task; });
    };
    const bool is_lasting = held.seen_in == round_;
    const bool holds = is_lasting && names->size() <= threads_max + 1 &&
                       held_threads_ + names->size() <= held_threads_max;
    std::size_t looked_at = held.files.size();
    for (const std::string& name : *names) {
        const auto task = parse_pid(name);
        if (!task || *task == pid || is_held(*task)) continue;
        if (looked_at++ >= threads_max) break;
        auto file = host_.open(process_path(pid, "task/") + name + "/stat");
        if (!look_at_thread(pid, *task, *file, now) || !holds) continue;
        held.files.emplace_back(*task, std::move(file));
        ++held_threads_;
    }
}

/// False when it has ended.
bool TaskWalk::look_at_thread(std::int64_t pid, std::int64_t task, HostFile& file, TimePoint now) {
    ++looks_;
    const auto text = file.read(buffer_);
    const auto stat = text ? parse_process_stat(*text) : fail(text.error());
    if (!stat) return false;
    if (stat->state == uninterruptible) note_waiting(pid, task, stat->start_ticks, now);
    return true;
}

void TaskWalk::note_waiting(std::int64_t pid, std::int64_t task, std::uint64_t start_ticks,
                            TimePoint now) {
    ++counting_.uninterruptible;
    const bool known = waiting_.contains(task);
    if (!known && waiting_.size() >= waiting_max) return;
    ++looks_;
    const auto text = host_.open(task_path(pid, task) + "status")->read(buffer_);
    const auto switches = text ? parse_context_switches(*text) : fail(text.error());
    if (!switches) return;
    Waiting& waiting = waiting_[task];
    const bool same = known && waiting.start_ticks == start_ticks && waiting.switches == *switches;
    if (!same) waiting = {pid, start_ticks, *switches, now, false, 0};
    waiting.stuck = now - waiting.since >= stuck_after;
    waiting.seen_in = round_;
}

}  // namespace foreshock::collectors
