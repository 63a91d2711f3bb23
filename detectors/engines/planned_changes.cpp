#include "detectors/engines/planned_changes.hpp"

#include <algorithm>

namespace foreshock::detectors {
namespace {

constexpr std::size_t stem_min = 3;

/// "postgresql@15-main.service" → "postgresql"
std::string_view stem_of(std::string_view name) {
    return name.substr(0, name.find_first_of("@.:"));
}

bool are_related(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    return a.size() >= stem_min && b.find(a) != b.npos;
}

bool is_near(TimePoint a, TimePoint b, Duration within) {
    return (a < b ? b - a : a - b) <= within;
}

}  // namespace

void PlannedChanges::keep(TimePoint at, Act act, std::string_view name) {
    if (events_.size() >= events_max) events_.erase(events_.begin());
    events_.push_back({at, act, std::string{stem_of(name)}});
}

void PlannedChanges::notice(const Change& change) {
    const std::string_view fact = change.fact;
    if (fact.starts_with("unit.")) {
        const bool was_active = change.from.starts_with("active");
        const bool is_stopped = change.to.empty() || change.to.starts_with("inactive");
        if (was_active && is_stopped) keep(change.at, Act::unit_stopped, fact.substr(5));
    } else if (fact.starts_with("package.")) {
        const Act act = change.to.empty() ? Act::package_removed : Act::package_changed;
        keep(change.at, act, fact.substr(8));
    }
}

bool PlannedChanges::has_stopped(std::string_view thing, TimePoint at, Duration within) const {
    return std::any_of(events_.begin(), events_.end(), [&](const Event& event) {
        if (event.act != Act::unit_stopped) return false;
        return is_near(event.at, at, same_look) ||
               (is_near(event.at, at, within) && are_related(event.stem, stem_of(thing)));
    });
}

bool PlannedChanges::has_changed_package(TimePoint at, Duration within) const {
    return std::any_of(events_.begin(), events_.end(), [&](const Event& event) {
        return event.act != Act::unit_stopped && is_near(event.at, at, within);
    });
}

bool PlannedChanges::has_removed(std::string_view thing, TimePoint at, Duration within) const {
    return std::any_of(events_.begin(), events_.end(), [&](const Event& event) {
        return event.act == Act::package_removed && is_near(event.at, at, within) &&
               are_related(event.stem, stem_of(thing));
    });
}

}  // namespace foreshock::detectors
