#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/statistics/figures.hpp"

namespace foreshock::statistics {

/// Of so many spans the mean, and the smallest one that 50, 90 and 95 of 100 do not exceed
/// (nearest rank).
struct Spread {
    std::size_t count = 0;
    Duration mean{0};
    Duration p50{0};
    Duration p90{0};
    Duration p95{0};
};

Spread spread_of(std::vector<Duration> spans);

/// How many promises were kept, of those that ended or are broken already.
struct Attainment {
    std::size_t kept = 0;
    std::size_t broken = 0;

    /// None when nothing was promised.
    [[nodiscard]] std::optional<double> share() const;
};

struct Summary {
    std::size_t incidents = 0;
    std::size_t open = 0;
    std::size_t recovered = 0;
    std::size_t prevented = 0;
    std::size_t false_alarms = 0;  ///< dismissed by a person: nothing was wrong
    Spread detect;
    Spread acknowledge;
    Spread respond;
    Spread resolve;
    Spread resolve_confirmed;  ///< of those that their reporters say are well: satisfactory
    Spread lead;
    Attainment response;
    Attainment resolution;
    Attainment answered_in_3_hours;  ///< the first words of a person
    Attainment resolved_in_24_hours;
    std::array<Duration, 6> mean_in_state{};  ///< by IncidentState, over all of them
    std::array<Duration, 3> mean_in_tier{};
};

Summary summarise(const std::vector<const IncidentFigures*>& figures);

enum class Grouping : std::uint8_t { none, category, service, team, week, priority };

std::string_view to_string(Grouping grouping);
Result<Grouping> parse_grouping(std::string_view text);

struct Group {
    std::string key;  ///< "" for those without one
    Summary summary;
};

/// By key. An incident that touched two services counts in both.
std::vector<Group> grouped(const std::vector<IncidentFigures>& figures, Grouping grouping);

}  // namespace foreshock::statistics
