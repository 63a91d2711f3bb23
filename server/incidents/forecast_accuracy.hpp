#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/forecast_score.hpp"
#include "server/incidents/host.hpp"

namespace foreshock::incidents {

/// How one forecast ended: what accuracy is counted from.
struct ForecastOutcome {
    std::string kind;
    std::string host;  ///< name
    ForecastVerdict verdict = ForecastVerdict::never;
    Duration lead{0};  ///< when it came true
    TimePoint settled_at;
};

/// How far back accuracy looks.
constexpr Duration accuracy_window = std::chrono::hours{24 * 90};

/// How the forecasts of one kind have done, on one host or on all.
struct ForecastAccuracy {
    std::string kind;
    std::string host;                       ///< empty: all hosts
    std::array<std::uint64_t, 8> counts{};  ///< by ForecastVerdict
    std::optional<double> precision;        ///< came true, of those that did or came to nothing
    std::optional<Duration> median_lead;    ///< of those that came true
    double false_alarms_per_host_week = 0;  ///< a host counts as watched for a week at least

    [[nodiscard]] std::uint64_t count(ForecastVerdict verdict) const {
        return counts.at(static_cast<std::size_t>(verdict));
    }
};

/// One for each kind over all hosts, followed by one for each host with outcomes of that kind;
/// kinds and hosts by name. Outcomes older than the window are left out. Every host counts to the
/// weeks of a kind, whether it ever had such a forecast or not. Pure.
std::vector<ForecastAccuracy> forecast_accuracy(const std::vector<ForecastOutcome>& outcomes,
                                                const std::vector<Host>& hosts, TimePoint now);

}  // namespace foreshock::incidents
