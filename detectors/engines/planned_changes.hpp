#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/change.hpp"

namespace foreshock::detectors {

/// What people did to the host on purpose, as far as its facts tell: a unit that went from active
/// to inactive without failing was stopped; a package that got another version or went was changed.
///
/// Memory: about 100 bytes for each of at most events_max events; the oldest is forgotten.
class PlannedChanges {
public:
    static constexpr std::size_t events_max = 64;
    /// Facts are looked at once a minute: what one act changes is told within one look.
    static constexpr Duration same_look = std::chrono::seconds{70};

    /// Any change of a fact; those that tell of no plan are not kept.
    void notice(const Change& change);

    /// Was a unit stopped on purpose that has to do with `thing` (the names share their stem,
    /// "postgresql@15-main.service" and "postgres"), or any at the same look?
    [[nodiscard]] bool has_stopped(std::string_view thing, TimePoint at, Duration within) const;

    /// Was any package changed around `at`?
    [[nodiscard]] bool has_changed_package(TimePoint at, Duration within) const;

    /// Was a package removed that has to do with `thing`?
    [[nodiscard]] bool has_removed(std::string_view thing, TimePoint at, Duration within) const;

private:
    enum class Act : std::uint8_t { unit_stopped, package_changed, package_removed };

    struct Event {
        TimePoint at;
        Act act;
        std::string stem;
    };

    void keep(TimePoint at, Act act, std::string_view name);

    std::vector<Event> events_;  // oldest first
};

}  // namespace foreshock::detectors
