#include "collectors/logs/unit_rates.hpp"

#include "core/text_scan.hpp"

namespace foreshock::collectors {

void UnitRates::see(std::string_view unit, LogSeverity severity) {
    if (unit.empty()) return;
    auto found = units_.find(unit);
    if (found == units_.end()) {
        if (units_.size() >= known_max) return;
        found = units_.emplace(std::string{unit}, Unit{}).first;
        has_new_ = true;
    }
    ++found->second.counts[static_cast<std::size_t>(class_of(severity))];
    found->second.weight += 1;
}

void UnitRates::fade() {
    for (auto& [name, unit] : units_)
        unit.weight *= weight_kept;
    std::erase_if(units_, [](const auto& item) { return item.second.weight < weight_min; });
}

void UnitRates::review() {
    std::vector<DiscoverySlots<std::string>::Candidate> seen;
    seen.reserve(units_.size());
    for (const auto& [name, unit] : units_)
        seen.push_back({name, unit.weight, true});
    slots_.offer(std::move(seen));
    for (auto& [name, unit] : units_) {
        const bool is_shown = slots_.holds(name);
        if (!is_shown) unit.series.reset();
        if (is_shown && !unit.series) {
            unit.series.emplace(
                unit_signals, Labels{{"source", label_text(source_)}, {"unit", label_text(name)}});
        }
    }
}

void UnitRates::emit(TimePoint now, SampleSink& out) {
    const bool is_due = !reviewed_ || now < *reviewed_ || now - *reviewed_ >= review_every;
    if (is_due) fade();
    if (is_due) reviewed_ = now;
    if (is_due || (has_new_ && slots_.chosen().size() < shown_max)) review();
    has_new_ = false;
    const double seconds = interval_.to(now);
    for (auto& [name, unit] : units_) {
        for (std::size_t i = 0; unit.series && seconds > 0 && i < line_classes; ++i)
            unit.series->add(out, i, static_cast<double>(unit.counts[i]) / seconds);
        unit.counts = {};
    }
}

}  // namespace foreshock::collectors
