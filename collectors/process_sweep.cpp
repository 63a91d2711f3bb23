#include "collectors/process_sweep.hpp"

#include <algorithm>

#include "collectors/process_files.hpp"

namespace foreshock::collectors {
namespace {

constexpr DiscoveryRule rule{};

// Most processes of an idle host are kernel threads, and their ids are rarely given again.
constexpr std::uint32_t kernel_thread_rounds = 5;
constexpr std::uint32_t sightings_settled = 2;

}  // namespace

ProcessSweep::ProcessSweep(const HostFs& host, std::shared_ptr<TickReadings> readings,
                           std::vector<CommandPattern> patterns)
    : host_(host), readings_(std::move(readings)), patterns_(std::move(patterns)) {}

Result<void> ProcessSweep::step(TimePoint now) {
    matched_.clear();
    const bool at_once = round_ == 0 || hurried_;
    const bool idle = next_ >= pids_.size();
    if (!at_once && idle && !pace_.is_due(now)) return {};
    if (at_once || idle) {
        if (auto begun = begin_round(now, at_once); !begun) return begun;
        // A hurried round leaves the pace as it was: in step with others that go through all.
        if (pace_.is_due(now)) pace_.begin(now);
    }
    const std::size_t wanted = at_once ? pids_.size() : pace_.goal_of(pids_.size(), now);
    const std::size_t goal = std::min(wanted, next_ + PacedRound::step_max);
    for (; next_ < goal; ++next_)
        look_at(pids_[next_], now);
    if (next_ >= pids_.size()) end_round();
    return {};
}

Result<void> ProcessSweep::begin_round(TimePoint now, bool at_once) {
    if (auto listed = readings_->processes.list(now, pids_); !listed) return listed;
    next_ = 0;
    hurried_ = false;
    reads_all_ = at_once || ProcessRoll::are_all_due(now, read_all_);
    if (reads_all_) read_all_ = now;
    ++round_;
    return {};
}

void ProcessSweep::end_round() {
    std::erase_if(known_, [this](const auto& item) { return item.second.seen_in != round_; });
    std::vector<Slots::Candidate> candidates;
    for (const auto& [pid, known] : known_) {
        if (!known.files_limit || *known.files_limit == 0) continue;
        const auto limit = static_cast<double>(*known.files_limit);
        const double open = known.files.last();
        const bool rising = known.files.is_rising() && open >= rule.rising_count_min;
        candidates.push_back({{pid, known.start_ticks},
                              known.files.projected(rule.rounds_ahead) / limit,
                              open / limit >= rule.share_min || rising});
    }
    candidates_ = std::move(candidates);
}

std::optional<std::vector<ProcessSweep::Slots::Candidate>> ProcessSweep::take_candidates() {
    return std::exchange(candidates_, std::nullopt);
}

void ProcessSweep::look_at(std::int64_t pid, TimePoint now) {
    const auto found = known_.find(pid);
    if (found == known_.end() && known_.size() >= processes_max) return;
    if (found != known_.end() && found->second.kernel_rounds > 0) {
        --found->second.kernel_rounds;
        found->second.seen_in = round_;
        return;
    }
    const bool lasts = found != known_.end() && found->second.sightings >= sightings_settled;
    if (lasts && !reads_all_) return look_at_files(pid, found->second);
    const auto stat = readings_->processes.stat(now, pid);
    if (!stat || stat->is_dead()) return;
    Known& known = known_[pid];
    if (known.start_ticks != stat->start_ticks) {
        known = Known{};
        known.start_ticks = stat->start_ticks;
    }
    if (stat->kernel_thread) {
        known.seen_in = round_;
        known.kernel_rounds = kernel_thread_rounds;
        return;
    }
    judge_name(pid, *stat, known);
    look_at_files(pid, known);
}

void ProcessSweep::look_at_files(std::int64_t pid, Known& known) {
    known.seen_in = round_;
    // Most new processes are gone in a moment: only those that stay are worth the counting.
    if (round_ == 1 || known.sightings >= sightings_settled) judge_files(pid, known);
    if (known.pattern) matched_.push_back({{pid, known.start_ticks}, *known.pattern});
}

void ProcessSweep::judge_name(std::int64_t pid, const ProcessStat& stat, Known& known) {
    // A young process may not have called exec yet, and a later exec changes its name.
    const bool settled = known.sightings >= sightings_settled && known.comm == stat.comm;
    if (settled) return;
    ++known.sightings;
    known.comm = stat.comm;
    known.pattern.reset();
    if (patterns_.empty()) return;
    const auto text = read(pid, "cmdline");
    if (!text) return;
    const std::string line = join_arguments(*text);
    for (std::size_t i = 0; i < patterns_.size() && !known.pattern; ++i) {
        if (patterns_[i].matches(line)) known.pattern = i;
    }
}

void ProcessSweep::judge_files(std::int64_t pid, Known& known) {
    const auto open = host_.count(process_path(pid, "fd"));
    if (!open) return;
    const auto count = static_cast<double>(*open);
    const bool grew = count > known.files.last();
    known.files.see(count);
    if (known.files_limit && !grew) return;
    const auto text = read(pid, "limits");
    const auto limit = text ? parse_files_limit(*text) : fail(text.error());
    if (limit) known.files_limit = *limit;
}

std::string_view ProcessSweep::comm(const ProcessIdentity& identity) const {
    const auto found = known_.find(identity.pid);
    const bool same = found != known_.end() && found->second.start_ticks == identity.start_ticks;
    return same ? std::string_view{found->second.comm} : std::string_view{};
}

Result<std::string_view> ProcessSweep::read(std::int64_t pid, std::string_view file) {
    return host_.open(process_path(pid, file))->read(buffer_);
}

}  // namespace foreshock::collectors
