#include "agent/snapshot/taker.hpp"

#include <algorithm>

namespace foreshock::agent::snapshot {
namespace {

using Wish = bool Recipe::*;

bool any(const std::vector<const Recipe*>& recipes, Wish wish) {
    return std::any_of(recipes.begin(), recipes.end(),
                       [wish](const Recipe* recipe) { return recipe->*wish; });
}

std::vector<std::int64_t> pids_of(const std::vector<collectors::ProcessEntry>& processes) {
    std::vector<std::int64_t> pids;
    for (const auto& process : processes) {
        if (!process.kernel_thread) pids.push_back(process.pid);
    }
    return pids;
}

}  // namespace

bool Taker::is_too_often(TimePoint now) {
    while (!taken_.empty() && now - taken_.front() > std::chrono::minutes{1})
        taken_.pop_front();
    if (taken_.size() >= per_minute_max) return true;
    taken_.push_back(now);
    return false;
}

void Taker::begin(Symptom symptom, const std::vector<std::string>& recipes, TimePoint now) {
    Pending pending;
    for (const std::string& name : recipes) {
        if (const Recipe* recipe = find_recipe(name)) pending.recipes.push_back(recipe);
    }
    pending.symptom = std::move(symptom);
    pending.due = now;
    if (!pending.recipes.empty() && is_too_often(now)) {
        ++skipped_;
        pending.recipes.clear();
    }
    pending.hints = hints_of(pending.symptom);
    if (any(pending.recipes, &Recipe::needs_second_look)) {
        pending.first = look(pending, now);
        pending.due = now + second_look_after;
    }
    pending_.push_back(std::move(pending));
}

Look Taker::look(const Pending& pending, TimePoint now) {
    Look seen{now, {}, {}};
    if (any(pending.recipes, &Recipe::needs_processes)) {
        if (processes_at_ != now) {
            processes_ = read_process_table(sources_.host, sources_.units);
            processes_at_ = now;
        }
        seen.processes = processes_;
    }
    if (any(pending.recipes, &Recipe::needs_files) && !pending.hints.mount.empty()) {
        seen.files =
            files_written_below(sources_.host, pids_of(seen.processes), pending.hints.mount);
    }
    return seen;
}

void Taker::finish(Pending& pending, TimePoint now) {
    if (pending.recipes.empty()) return;
    const Look second = look(pending, now);
    const double seconds = std::max(0.001, to_seconds(now - pending.first.at));
    const Round round{sources_, pending.hints, pending.first, second, seconds};
    HostSnapshot taken{now, {}};
    for (const Recipe* recipe : pending.recipes) {
        SnapshotSection section = recipe->take(round);
        if (!section.rows.empty()) taken.sections.push_back(std::move(section));
    }
    pending.symptom.snapshot = std::move(taken);
}

std::vector<Symptom> Taker::take_ready(TimePoint now, bool at_once) {
    std::vector<Symptom> ready;
    while (!pending_.empty() && (at_once || pending_.front().due <= now)) {
        finish(pending_.front(), now);
        ready.push_back(std::move(pending_.front().symptom));
        pending_.pop_front();
    }
    if (pending_.empty()) processes_ = {};
    return ready;
}

std::optional<TimePoint> Taker::next_look() const {
    return pending_.empty() ? std::nullopt : std::optional{pending_.front().due};
}

}  // namespace foreshock::agent::snapshot
