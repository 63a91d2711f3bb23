#include "agent/collector_runner.hpp"

#include <algorithm>

#include "agent/self_signals.hpp"

namespace foreshock::agent {
namespace {

/// The next multiple of `every` since 1970, `phase` later.
TimePoint next_due(TimePoint now, Duration every, Duration phase) {
    return TimePoint{((now - phase).time_since_epoch() / every + 1) * every + phase};
}

Duration failure_wait(Duration every, int failures_in_row) {
    const int doublings = std::min(failures_in_row - 1, 12);
    return std::min<Duration>(every * (1 << doublings), CollectorRunner::wait_max);
}

/// Drops what is beyond the bound; how much that was.
template <class T>
std::size_t cut_to(std::vector<T>& list, std::size_t count_max) {
    if (list.size() <= count_max) return 0;
    const std::size_t beyond = list.size() - count_max;
    list.resize(count_max);
    return beyond;
}

}  // namespace

Result<void> CollectorRunner::set_up(
    std::span<const collectors::CollectorEntry> catalog,
    const std::map<std::string, CollectorSettings, std::less<>>& settings,
    const collectors::CollectorContext& context) {
    std::vector<Slot> slots;
    for (const collectors::CollectorEntry& entry : catalog) {
        const auto found = settings.find(entry.name);
        const CollectorSettings own = found == settings.end() ? CollectorSettings{} : found->second;
        if (!own.enabled.value_or(entry.on_by_default)) continue;
        auto made = entry.make(context);
        if (!made) return fail(std::move(made).error().with(entry.name));
        const Duration every = own.every.value_or(entry.default_every);
        const Duration phase = std::chrono::seconds{slots.size()} % every;
        slots.push_back({&entry, std::move(*made), every, phase});
    }
    slots_ = std::move(slots);
    return {};
}

void CollectorRunner::run(TimePoint now, int shed_level, SampleBuffer& out) {
    for (Slot& slot : slots_) {
        if (now < slot.due) continue;
        const std::optional<int> factor =
            stretch(slot.entry->name, slot.entry->default_every, shed_level);
        if (!factor) continue;
        slot.due = next_due(now, slot.every * *factor, slot.phase);
        run_slot(slot, now, out);
    }
}

void CollectorRunner::run_slot(Slot& slot, TimePoint now, SampleBuffer& out) {
    if (slot.duration_series == SeriesTable::overflow) {
        const Labels labels{{"collector", std::string{slot.entry->name}}};
        slot.duration_series = out.series(signals::collector_duration, labels);
        slot.errors_series = out.series(signals::collector_errors, labels);
    }
    const double began = stopwatch_();
    const Result<void> outcome = slot.collector->collect(now, out);
    out.add(slot.duration_series, stopwatch_() - began);
    judge(slot, outcome, now);
    out.add(slot.errors_series, static_cast<double>(slot.errors));
}

void CollectorRunner::judge(Slot& slot, const Result<void>& outcome, TimePoint now) {
    if (outcome) {
        if (slot.failures_in_row > 0) {
            log_.info("collector " + std::string{slot.entry->name} + " works again");
        }
        slot.failures_in_row = 0;
        slot.last_error.clear();
        return;
    }
    const Error& error = outcome.error();
    const bool is_news = slot.last_error != error.what;
    const std::string text = "collector " + std::string{slot.entry->name} + ": " + error.what;
    slot.last_error = error.what;
    if (error.code == Errc::no_data) {
        slot.due = now + std::max(slot.every, absent_wait);
        if (is_news) log_.debug(text);
        return;
    }
    ++slot.errors;
    ++slot.failures_in_row;
    slot.due = now + failure_wait(slot.every, slot.failures_in_row);
    if (is_news) log_.warn(text);
}

void CollectorRunner::add_facts(std::vector<Fact>& out) {
    for (const Slot& slot : slots_) {
        const std::size_t before = out.size();
        slot.collector->add_facts(out);
        refused_facts_ += cut_to(out, before + collectors::Collector::facts_max);
    }
}

void CollectorRunner::take_changes(std::vector<Change>& out) {
    for (const Slot& slot : slots_) {
        const std::size_t before = out.size();
        slot.collector->take_changes(out);
        refused_facts_ += cut_to(out, before + collectors::Collector::changes_max);
    }
}

void CollectorRunner::forget_series() {
    for (Slot& slot : slots_)
        slot.duration_series = slot.errors_series = SeriesTable::overflow;
}

std::vector<std::string> CollectorRunner::complaints() const {
    std::vector<std::string> lines;
    for (const Slot& slot : slots_) {
        if (slot.failures_in_row > 0) {
            lines.push_back(std::string{slot.entry->name} + ": " + slot.last_error);
        }
    }
    return lines;
}

}  // namespace foreshock::agent
