#include "collectors/task_walk.hpp"

#include <array>

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

}  // namespace

Result<std::uint64_t> parse_context_switches(std::string_view text) {
    Switches switches;
    if (read_keyed_lines<Switches>(text, switch_keys, switches).count() < switch_keys.size()) {
        return fail(Errc::malformed, "status of a task lacks its context switches");
    }
    return switches.count;
}

Result<void> TaskWalk::step(TimePoint now, bool threads_too) {
    const std::size_t granted = allowance_.grant(now);
    if (next_ >= pids_.size()) {
        if (!pace_.is_due(now)) return {};
        if (auto begun = begin_round(now); !begun) return begun;
        pace_.begin(now);
    }
    const std::size_t goal = round_ == 1 ? pids_.size() : pace_.goal_of(pids_.size(), now);
    looks_ = 0;
    while (next_ < goal && looks_ < granted)
        look_at_process(pids_[next_++], threads_too, now);
    if (next_ >= pids_.size()) end_round();
    return {};
}

Result<void> TaskWalk::begin_round(TimePoint now) {
    if (auto listed = readings_->processes.list(now, pids_); !listed) return listed;
    next_ = 0;
    if (pids_.empty()) return fail(Errc::no_data, "proc: no processes");
    counting_ = {};
    if (round_ % kernel_threads_rounds == 0) kernel_threads_.clear();
    ++round_;
    return {};
}

void TaskWalk::end_round() {
    std::erase_if(waiting_, [this](const auto& item) { return item.second.seen_in != round_; });
    for (const auto& [task, waiting] : waiting_) {
        if (!waiting.stuck) continue;
        ++counting_.stuck;
        const bool older = !counting_.oldest_since || waiting.since < *counting_.oldest_since;
        if (older) counting_.oldest_since = waiting.since;
    }
    census_ = counting_;
}

void TaskWalk::look_at_process(std::int64_t pid, bool threads_too, TimePoint now) {
    // Most tasks of an idle host are threads of the kernel, which never become zombies.
    if (!threads_too && kernel_threads_.contains(pid)) return;
    ++looks_;
    const auto stat = readings_->processes.stat(now, pid);
    if (!stat) return;
    if (stat->kernel_thread) kernel_threads_.insert(pid);
    if (stat->state == 'Z') ++counting_.zombies;
    if (stat->state == uninterruptible)
        note_waiting(pid, process_path(pid, ""), stat->start_ticks, now);
    if (threads_too && stat->threads > 1) look_at_threads(pid, now);
}

void TaskWalk::look_at_threads(std::int64_t pid, TimePoint now) {
    const std::string folder = process_path(pid, "task");
    const auto names = host_.list(folder);
    if (!names) return;
    std::size_t looked_at = 0;
    for (const std::string& name : *names) {
        const auto task = parse_pid(name);
        if (!task || *task == pid) continue;
        if (looked_at++ >= threads_max) break;
        ++looks_;
        const std::string task_folder = folder + "/" + name + "/";
        const auto text = host_.open(task_folder + "stat")->read(buffer_);
        const auto stat = text ? parse_process_stat(*text) : fail(text.error());
        if (!stat || stat->state != uninterruptible) continue;
        note_waiting(*task, task_folder, stat->start_ticks, now);
    }
}

void TaskWalk::note_waiting(std::int64_t task, const std::string& folder, std::uint64_t start_ticks,
                            TimePoint now) {
    ++counting_.uninterruptible;
    const bool known = waiting_.contains(task);
    if (!known && waiting_.size() >= waiting_max) return;
    ++looks_;
    const auto text = host_.open(folder + "status")->read(buffer_);
    const auto switches = text ? parse_context_switches(*text) : fail(text.error());
    if (!switches) return;
    Waiting& waiting = waiting_[task];
    waiting.stuck = known && waiting.start_ticks == start_ticks && waiting.switches == *switches;
    if (!waiting.stuck) waiting = {start_ticks, *switches, now, false, 0};
    waiting.seen_in = round_;
}

}  // namespace foreshock::collectors
