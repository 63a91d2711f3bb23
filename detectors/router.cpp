#include "detectors/router.hpp"

namespace foreshock::detectors {

Router::Router(std::vector<std::unique_ptr<Engine>> engines) : engines_(std::move(engines)) {
    for (const auto& engine : engines_) {
        if (engine->reads_lines()) readers_.push_back(engine.get());
        if (engine->notices_changes()) noticers_.push_back(engine.get());
    }
}

bool Router::attach(SeriesId id, const SeriesKey& key) {
    if (id == SeriesTable::overflow) return false;
    const auto number = static_cast<std::size_t>(id);
    if (number < by_series_.size() && by_series_[number].count > 0) return true;
    Routes found{static_cast<std::uint32_t>(routes_.size()), 0};
    for (const auto& engine : engines_) {
        const auto slot = engine->attach(key);
        if (!slot) continue;
        routes_.push_back({engine.get(), *slot});
        ++found.count;
    }
    if (found.count == 0) return false;
    if (number >= by_series_.size()) by_series_.resize(number + 1);
    by_series_[number] = found;
    return true;
}

void Router::observe(const Sample& sample, SymptomSink& out) {
    const auto number = static_cast<std::size_t>(sample.series);
    if (number >= by_series_.size()) return;
    const Routes& found = by_series_[number];
    for (std::uint32_t i = found.first; i < found.first + found.count; ++i)
        routes_[i].engine->observe(routes_[i].slot, sample, out);
}

void Router::read(const LogLine& line, SymptomSink& out) {
    for (Engine* engine : readers_)
        engine->read(line, out);
}

void Router::notice(const Change& change, SymptomSink& out) {
    for (Engine* engine : noticers_)
        engine->notice(change, out);
}

void Router::advance(TimePoint now, SymptomSink& out) {
    for (const auto& engine : engines_)
        engine->advance(now, out);
}

EngineCounters Router::counters() const {
    EngineCounters sum;
    for (const auto& engine : engines_) {
        sum.subjects_refused += engine->counters().subjects_refused;
        sum.values_dropped += engine->counters().values_dropped;
    }
    return sum;
}

}  // namespace foreshock::detectors
